package io.ris.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a mapping in the configuration: {@code FROM -> TO}.
 *
 * @param from what another system calls it; compared whole
 * @param to what it is here
 */
public record MappingRule(String from, String to) {

    private static final Pattern RULE = Pattern.compile("\\s*(\\S|\\S.*\\S)\\s*->\\s*([a-z0-9][a-z0-9_.-]*)\\s*");

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static MappingRule parse(String text) {
        Matcher rule = RULE.matcher(text);
        if (!rule.matches()) {
            throw new IllegalArgumentException("not a mapping: " + text);
        }
        return new MappingRule(rule.group(1), rule.group(2));
    }

    static boolean isValid(String text) {
        return RULE.matcher(text).matches();
    }
}
