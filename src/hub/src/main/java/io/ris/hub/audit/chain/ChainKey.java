package io.ris.hub.audit.chain;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** Makes and checks the MACs (HMAC-SHA256) of one trail. Thread-safe. */
final class ChainKey {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKey key;

    ChainKey(SecretKey key) {
        this.key = key;
    }

    /** What the first link of a chain follows. */
    Head beginning(String chain) {
        return new Head(0, mac(CanonicalForm.of("beginning").add(chain)));
    }

    /** The link that follows a head. */
    ChainRecord link(Head head, String chain, AuditRecord event) {
        long seq = head.seq() + 1;
        return new ChainRecord(event, chain, seq, head.mac(), mac(form(event, chain, seq, head.mac())));
    }

    /** Whether a link was made with this key and is as it was made. */
    boolean verifies(ChainRecord link) {
        return same(mac(form(link.event(), link.chain(), link.seq(), link.prev())), link.mac());
    }

    /** Says that a chain begins with a link from now on. */
    Cut cut(ChainRecord first, Instant at) {
        String mac = mac(form(first.chain(), first.seq(), first.prev(), at));
        return new Cut(first.chain(), first.seq(), first.prev(), at, mac);
    }

    boolean verifies(Cut cut) {
        return same(mac(form(cut.chain(), cut.firstSeq(), cut.prev(), cut.at())), cut.mac());
    }

    /** A MAC in hex. */
    String mac(CanonicalForm form) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(form.bytes()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Whether two MACs are equal, in a time that does not tell where they differ. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static CanonicalForm form(AuditRecord event, String chain, long seq, String prev) {
        return CanonicalForm.of("record")
                .add(chain)
                .add(seq)
                .add(prev)
                .add(event.eventId())
                .add(event.timestamp().toEpochMilli())
                .add(event.tenant())
                .add(event.kind())
                .add(event.user())
                .add(event.userId())
                .add(event.action())
                .add(event.resource())
                .add(event.ip())
                .add(event.userAgent())
                .add(event.session())
                .add(event.requestId())
                .add(event.result())
                .add(event.details());
    }

    private static CanonicalForm form(String chain, long firstSeq, String prev, Instant at) {
        return CanonicalForm.of("cut").add(chain).add(firstSeq).add(prev).add(at.toEpochMilli());
    }
}
