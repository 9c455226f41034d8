package io.ris.hub.platform;

/** What the names of a user may look like, wherever a request makes one. */
public final class UserNames {

    public static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]{0,127}";
    public static final String NAME_RULE = "must be 1 to 128 letters, digits and ._@+-";
    public static final String ADDRESS = "[^\\s@]{1,64}@[^\\s@]{1,190}";
    public static final String ADDRESS_RULE = "must be an address";

    private UserNames() {}
}
