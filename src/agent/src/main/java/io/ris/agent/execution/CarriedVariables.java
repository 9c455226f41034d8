package io.ris.agent.execution;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Variables of a task that a shell on the way to its program would drop or set itself. They pass it under other names, and
 * {@code env} gives them their own again. Values pass through the environment alone, since everybody can see arguments.
 *
 * @param ways each of these names, and the one it has on the way
 */
record CarriedVariables(Map<String, String> ways) {

    private static final String CARRIER = "RIS_CARRIED_";
    private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** What POSIX shells, or those in wide use as {@code /bin/sh}, keep to themselves. */
    private static final Set<String> OF_SHELLS = Set.of(
            "_",
            "BASHOPTS",
            "BASH_ENV",
            "ENV",
            "EUID",
            "IFS",
            "LINENO",
            "OLDPWD",
            "OPTARG",
            "OPTIND",
            "PPID",
            "PS1",
            "PS2",
            "PS4",
            "PWD",
            "RANDOM",
            "SECONDS",
            "SHELLOPTS",
            "SHLVL",
            "UID");

    static CarriedVariables of(Collection<String> names) {
        Map<String, String> ways = new LinkedHashMap<>();
        for (String name : names) {
            if (!SHELL_NAME.matcher(name).matches() || OF_SHELLS.contains(name) || name.startsWith(CARRIER)) {
                ways.put(name, CARRIER + ways.size());
            }
        }
        return new CarriedVariables(ways);
    }

    boolean isEmpty() {
        return ways.isEmpty();
    }

    /** Puts a task's variables into an environment for the way. */
    void put(Map<String, String> variables, Map<String, String> environment) {
        variables.forEach((name, value) -> environment.put(ways.getOrDefault(name, name), value));
    }

    /** What gives them their names and then executes what follows, whose name must hold no {@code =}. */
    List<String> unpacking(String env) {
        StringBuilder script = new StringBuilder();
        ways.values().forEach(way -> script.append("-u ").append(way).append(' '));
        script.append("--");
        ways.forEach((name, way) -> script.append(" '")
                .append(name.replace("\\", "\\\\").replace("'", "\\'"))
                .append("'=${")
                .append(way)
                .append('}'));
        return List.of(env, "-S", script.toString());
    }
}
