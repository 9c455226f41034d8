package io.ris.hub.platform;

import java.util.regex.Pattern;

/** Names a tenant: 1 to 32 lower case letters, digits or {@code _}, beginning with a letter or digit. */
public record TenantCode(String value) {

    private static final Pattern CODE = Pattern.compile("[a-z0-9][a-z0-9_]{0,31}");

    /** @throws IllegalArgumentException if the text is not a code */
    public TenantCode {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a tenant code is 1 to 32 lower case letters, digits or '_'");
        }
    }

    /** Whether a text can be a code. */
    public static boolean isValid(String text) {
        return CODE.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
