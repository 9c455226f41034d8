package io.ris.settings;

/** Where the product runs ({@code RIS_ENV}); picks defaults, and in production also what must be given. */
public enum RuntimeEnvironment {
    DEVELOPMENT("development"),
    STAGING("staging"),
    PRODUCTION("production");

    private final String label;

    RuntimeEnvironment(String label) {
        this.label = label;
    }

    /** The name as it is written in configuration. */
    @Override
    public String toString() {
        return label;
    }
}
