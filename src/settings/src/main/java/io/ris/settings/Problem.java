package io.ris.settings;

/**
 * One thing that is wrong with the configuration.
 *
 * @param key the key or variable at fault
 * @param what what is wrong with it and what is allowed; never a secret's value
 * @param origin where it was found
 */
public record Problem(String key, String what, Origin origin) {

    /** The problem in one line. */
    @Override
    public String toString() {
        String line = origin instanceof Origin.Default ? key + ": " + what : key + ": " + what + " (" + origin + ")";
        return line.replaceAll("\\R", " ");
    }
}
