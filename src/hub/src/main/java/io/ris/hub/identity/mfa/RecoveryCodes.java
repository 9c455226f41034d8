package io.ris.hub.identity.mfa;

import io.ris.hub.platform.crypto.Tokens;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.bouncycastle.util.encoders.Base32;

/** Codes for who has lost the authenticator: 80 random bits each, so that a plain hash is enough to store. */
final class RecoveryCodes {

    static final int COUNT = 10;

    private static final int BYTES = 10;

    private RecoveryCodes() {}

    static List<String> make() {
        return IntStream.range(0, COUNT).mapToObj(i -> one()).toList();
    }

    private static String one() {
        return Base32.toBase32String(Tokens.randomBytes(BYTES))
                .toLowerCase(Locale.ROOT)
                .replaceAll("(.{4})(?=.)", "$1-");
    }

    static String hash(String userId, String code) {
        return Tokens.hash(userId + "/" + code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT));
    }
}
