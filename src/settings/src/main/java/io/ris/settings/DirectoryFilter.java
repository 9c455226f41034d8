package io.ris.settings;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * A filter of the directory's settings: an LDAP filter (RFC 4515) in which {@code %s} stands for what is searched.
 *
 * @param text the filter
 * @param attribute the first that is compared with {@code %s}
 * @param objectClasses those that it names
 */
public record DirectoryFilter(String text, String attribute, List<String> objectClasses) {

    private static final String WORD = "([A-Za-z][A-Za-z0-9-]*)";
    private static final Pattern COMPARED = Pattern.compile("\\(" + WORD + "=%s\\)");
    private static final Pattern OBJECT_CLASS =
            Pattern.compile("\\(objectClass=" + WORD + "\\)", Pattern.CASE_INSENSITIVE);
    private static final Pattern MEMBERSHIP = Pattern.compile("#|\\(&##\\)");

    public DirectoryFilter {
        objectClasses = List.copyOf(objectClasses);
    }

    /** The parts of a filter, if it is one and compares something with {@code %s}. */
    public static Optional<DirectoryFilter> parse(String text) {
        Matcher compared = COMPARED.matcher(text);
        boolean whole =
                isBalanced(text) && !COMPARED.matcher(text).replaceAll("").contains("%");
        if (!whole || !compared.find()) {
            return Optional.empty();
        }
        List<String> classes = OBJECT_CLASS
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
        return Optional.of(new DirectoryFilter(text, compared.group(1), classes));
    }

    /** Whether it says no more than which attribute of which class of groups holds their members. */
    boolean isMembership() {
        String rest = OBJECT_CLASS
                .matcher(COMPARED.matcher(text).replaceFirst("#"))
                .replaceAll("#")
                .replace(" ", "");
        return MEMBERSHIP.matcher(rest).matches();
    }

    /** Whether a text is a distinguished name (RFC 4514). */
    static boolean isName(String text) {
        try {
            return !new LdapName(text).isEmpty();
        } catch (InvalidNameException e) {
            return false;
        }
    }

    private static boolean isBalanced(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            int change =
                    switch (text.charAt(i)) {
                        case '(' -> 1;
                        case ')' -> -1;
                        default -> 0;
                    };
            depth += change;
            boolean outside = depth == 0 && i < text.length() - 1;
            if (depth < 0 || outside) {
                return false;
            }
        }
        return depth == 0;
    }
}
