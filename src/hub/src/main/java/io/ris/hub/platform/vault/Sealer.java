package io.ris.hub.platform.vault;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Seals texts of one owner: {@code k<version>.<base64url>}, AES-256-GCM under the owner's data key of that version. Owner and
 * place (field and id) are authenticated: a sealed text that was moved elsewhere does not open. Thread-safe.
 */
public final class Sealer {

    private static final char MARK = 'k';

    private final String owner;
    private final DataKeys keys;
    private final MasterKey master;

    Sealer(String owner, DataKeys keys, MasterKey master) {
        this.owner = owner;
        this.keys = keys;
        this.master = master;
    }

    /**
     * Seals a text.
     *
     * @param place where it is kept, such as {@code tasks/ID/spec}
     */
    public String seal(String text, String place) {
        DataKey key = keys.current(owner);
        byte[] sealed = AesGcm.seal(key.key(), text.getBytes(StandardCharsets.UTF_8), context(place));
        return prefix(key) + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /** @throws NotOpenedException if it was sealed with another key or for another place, or was changed */
    public String open(String sealed, String place) {
        int dot = sealed.indexOf('.');
        if (dot < 0) {
            return master.openLegacy(sealed, place);
        }
        DataKey key = keys.require(owner, version(sealed, dot));
        return new String(AesGcm.open(key.key(), decode(sealed, dot + 1), 0, context(place)), StandardCharsets.UTF_8);
    }

    /** What every text that is sealed with the newest key begins with. */
    public String currentPrefix() {
        return prefix(keys.current(owner));
    }

    private static String prefix(DataKey key) {
        return MARK + Integer.toString(key.version()) + '.';
    }

    private String context(String place) {
        return owner + '\n' + place;
    }

    private static int version(String sealed, int dot) {
        try {
            if (sealed.charAt(0) == MARK) {
                return Integer.parseInt(sealed, 1, dot, 10);
            }
        } catch (NumberFormatException e) {
            throw new NotOpenedException("not a sealed text", e);
        }
        throw new NotOpenedException("not a sealed text", null);
    }

    private static byte[] decode(String sealed, int from) {
        try {
            return Base64.getUrlDecoder().decode(sealed.substring(from));
        } catch (IllegalArgumentException e) {
            throw new NotOpenedException("not a sealed text", e);
        }
    }
}
