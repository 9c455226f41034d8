package io.ris.agent.telemetry;

import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Puts asterisks in the place of what looks like a secret in a command line, which every user of the machine can read, but not
 * everybody who may look at a hub. It knows how secrets are commonly given: by options and variables whose names say what they
 * are, in addresses, in headers. A secret that is given in a program's own way, as the password in {@code -pxyz}, it does not
 * know.
 */
final class ArgumentMask {

    /** Characters of a command line that are told. */
    static final int LONGEST = 1024;

    private static final String MASK = "***";

    /** The end of a name, such as {@code DB_PASSWORD}, {@code keyStorePassword}, {@code x-api-key}; not {@code password-file}. */
    private static final String NAME = "[\\w.-]*(?:password|passwd|passphrase|pwd|secret|token|credentials?"
            + "|(?:api|access|secret|private|auth|encryption|master)[_.-]?key|(?:(?<![a-z])|(?<=[_.-]))pass)\\d*";

    private static final String VALUE = "(?:\"[^\"]*\"?|'[^']*'?|[^\\s&;,\"']+)";

    /** An argument that is a name and its value, to the argument's end, blanks or not. */
    private static final Pattern ASSIGNMENT = pattern("^(" + NAME + "[=:]\\s*)(.+)$");

    /** An option whose value is the next argument. */
    private static final Pattern OPTION = pattern("^--?" + NAME + "$");

    /** A name and its value inside an argument, such as a script, a query or a connection string. */
    private static final Pattern INNER_ASSIGNMENT =
            pattern("(?<![\\w.-])(" + NAME + "[\"']?\\s*[=:]\\s*)(?!" + Pattern.quote(MASK) + ")" + VALUE);

    private static final Pattern INNER_OPTION = pattern("(?<=\\s)(--?" + NAME + "\\s+)(?!-)" + VALUE);

    private static final Pattern AUTHORIZATION = pattern("(authorization[\"']?\\s*[=:]\\s*[\"']?)[^\"']+");

    private static final Pattern BEARER = pattern("(\\bbearer\\s+)[^\\s\"']+");

    /** {@code scheme://user:password@host}: the password may hold what it should not, such as another at-sign. */
    private static final Pattern USER_INFO = pattern("((?<=[a-z0-9+.-])://[^\\s/:@]*:)[^\\s/]*(?=@)");

    /**
     * What is masked inside an argument, one after the other. Arguments are written by any user of the machine: each of these takes a
     * time that grows with their length and no faster.
     */
    static final List<Pattern> INNER = List.of(USER_INFO, AUTHORIZATION, BEARER, INNER_OPTION, INNER_ASSIGNMENT);

    /** Options whose value is {@code user:password}; {@code 1000:1000} are a user and a group. */
    private static final Pattern USER_OPTION = pattern("^(?:-u|--user|--proxy-user)$");

    private static final Pattern USER_AND_PASSWORD = pattern("^(?!\\d+:\\d+$)([^:/]+:)(.+)$");

    private static final Pattern OTHER_OPTION = pattern("^(?:--.*|-[a-z])$");

    private ArgumentMask() {}

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /**
     * A command line as it is told.
     *
     * @param cmdline its arguments, each ended by a zero, as {@code /proc} has them
     */
    static String masked(String cmdline) {
        StringJoiner masked = new StringJoiner(" ");
        String before = "";
        for (String argument : cmdline.split("\0", -1)) {
            if (!argument.isEmpty()) {
                masked.add(masked(argument, before));
                before = argument;
            }
        }
        return shortened(masked.toString().strip());
    }

    private static String masked(String argument, String before) {
        if (OPTION.matcher(before).matches() && !OTHER_OPTION.matcher(argument).matches()) {
            return MASK;
        }
        if (USER_OPTION.matcher(before).matches()) {
            return USER_AND_PASSWORD.matcher(argument).replaceFirst("$1" + MASK);
        }
        String whole = ASSIGNMENT.matcher(argument).replaceFirst("$1" + MASK);
        return whole.equals(argument) ? innerMasked(argument) : whole;
    }

    private static String innerMasked(String argument) {
        String text = argument;
        for (Pattern secret : INNER) {
            text = secret.matcher(text).replaceAll("$1" + MASK);
        }
        return text;
    }

    private static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end);
    }
}
