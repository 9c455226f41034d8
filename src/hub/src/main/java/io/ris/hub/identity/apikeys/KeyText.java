package io.ris.hub.identity.apikeys;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.crypto.Tokens;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key as a program carries it: {@code ris_<tenant>_<id>_<secret>}, recognisable by whoever looks for leaked ones. */
record KeyText(TenantCode tenant, String id, String text) {

    private static final Pattern FORM = Pattern.compile("ris_([a-z0-9_]+)_([0-9a-f]{32})_([0-9a-f]{64})");
    private static final int ID_BYTES = 16;
    private static final int SECRET_BYTES = 32;
    private static final int SHOWN_OF_ID = 8;

    static KeyText random(TenantCode tenant) {
        String id = HexFormat.of().formatHex(Tokens.randomBytes(ID_BYTES));
        String secret = HexFormat.of().formatHex(Tokens.randomBytes(SECRET_BYTES));
        return new KeyText(tenant, id, "ris_" + tenant + "_" + id + "_" + secret);
    }

    static Optional<KeyText> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches() && TenantCode.isValid(parts.group(1))
                ? Optional.of(new KeyText(new TenantCode(parts.group(1)), parts.group(2), text))
                : Optional.empty();
    }

    String hash() {
        return Tokens.hash(text);
    }

    String prefix() {
        return "ris_" + tenant + "_" + id.substring(0, SHOWN_OF_ID);
    }

    @Override
    public String toString() {
        return "KeyText[" + id + "]";
    }
}
