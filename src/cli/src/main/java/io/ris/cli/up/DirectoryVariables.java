package io.ris.cli.up;

import io.ris.settings.DirectoryFilter;
import io.ris.settings.DirectorySettings;
import io.ris.settings.Settings;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** The variables of {@code liberty/ldap.xml}: the settings of the directory in the server's own terms. */
final class DirectoryVariables {

    private static final int LDAP_PORT = 389;
    private static final int LDAPS_PORT = 636;

    private static final Map<String, String> CLASSES_BY_MEMBER =
            Map.of("member", "groupOfNames", "uniquemember", "groupOfUniqueNames");

    private final Map<String, String> variables = new HashMap<>();
    private final Settings settings;

    private DirectoryVariables(Settings settings) {
        this.settings = settings;
    }

    /** None where no directory is switched on. */
    static Map<String, String> of(Settings settings) {
        DirectoryVariables directory = new DirectoryVariables(settings);
        if (settings.get(DirectorySettings.ENABLED)) {
            directory.variables.put("LIBERTY_DIRECTORY", "ldap.xml");
            directory.addServer(URI.create(settings.get(DirectorySettings.URL)));
            directory.addPlaces();
            directory.addUsers();
            directory.addGroups();
        }
        return directory.variables;
    }

    private void addServer(URI url) {
        boolean tls = url.getScheme().equals("ldaps");
        put("HOST", url.getHost().replaceAll("[\\[\\]]", ""));
        put("PORT", url.getPort() < 0 ? (tls ? LDAPS_PORT : LDAP_PORT) : url.getPort());
        put("TLS", tls);
        put("TRUST_DEFAULT", !settings.isGiven(DirectorySettings.CA_FILE));
        put("BIND_DN", settings.get(DirectorySettings.BIND_DN));
        put("BIND_PASSWORD", settings.get(DirectorySettings.BIND_PASSWORD));
        put("TIMEOUT", settings.get(DirectorySettings.TIMEOUT).toMillis() + "ms");
    }

    /** The server searches below one name alone: what that of users and that of groups have in common. */
    private void addPlaces() {
        String users = settings.get(DirectorySettings.BASE_DN);
        String groups = settings.find(DirectorySettings.GROUP_BASE_DN).orElse(users);
        put("USERS", users);
        put("GROUPS", groups);
        put("BASE_DN", common(name(users), name(groups)));
    }

    private static String common(LdapName one, LdapName other) {
        int length = 0;
        while (length < Math.min(one.size(), other.size()) && one.get(length).equalsIgnoreCase(other.get(length))) {
            length++;
        }
        return one.getPrefix(length).toString();
    }

    private static LdapName name(String text) {
        try {
            return new LdapName(text);
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException("the settings let through what is no name: " + text, e);
        }
    }

    private void addUsers() {
        DirectoryFilter filter = filter(settings.get(DirectorySettings.USER_FILTER));
        put("USER_FILTER", filter.text().replace("%s", "%v"));
        put("USER_NAME", filter.attribute());
        put("USER_CLASS", filter.objectClasses().stream().findFirst().orElse("user"));
    }

    private void addGroups() {
        DirectoryFilter filter = filter(settings.get(DirectorySettings.GROUP_FILTER));
        String usual = CLASSES_BY_MEMBER.getOrDefault(filter.attribute().toLowerCase(Locale.ROOT), "group");
        put("MEMBER", filter.attribute());
        put("GROUP_CLASS", filter.objectClasses().stream().findFirst().orElse(usual));
        put("NESTED_GROUPS", settings.get(DirectorySettings.NESTED_GROUPS));
    }

    private static DirectoryFilter filter(String text) {
        return DirectoryFilter.parse(text).orElseThrow();
    }

    private void put(String name, Object value) {
        variables.put("LIBERTY_LDAP_" + name, value.toString());
    }
}
