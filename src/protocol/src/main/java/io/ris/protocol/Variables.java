package io.ris.protocol;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The variables of a program's environment, some of which may hold secrets. */
final class Variables {

    private static final String FIELD = "environment";
    private static final String SECRETS = "secret_variables";
    private static final Pattern NAME_FOR_SHELL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Variables() {}

    /** @throws SpecException where a name or a value can be no variable's */
    static Map<String, String> checked(@Nullable Map<String, String> environment) {
        if (environment == null) {
            return Map.of();
        }
        Map<String, String> checked = SpecException.checkedMap(environment, FIELD);
        for (String name : checked.keySet()) {
            SpecException.check(!name.isEmpty() && name.indexOf('=') < 0, FIELD, "has an impossible name");
        }
        return checked;
    }

    /** @throws SpecException where one is no variable of that environment, or too short not to be found everywhere */
    static List<String> checkedSecrets(@Nullable List<String> names, Map<String, String> environment) {
        if (names == null) {
            return List.of();
        }
        List<String> checked = SpecException.checkedList(names, SECRETS);
        for (String name : checked) {
            String value = environment.get(name);
            if (value == null) {
                throw new SpecException(SECRETS, "names no variable of environment");
            }
            SpecException.check(
                    value.equals(HttpAuth.MASK) || value.length() >= CommandSpec.LEAST_SECRET,
                    SECRETS,
                    "names a value of fewer than " + CommandSpec.LEAST_SECRET + " characters");
        }
        return checked;
    }

    /** Variables reach a program of another user through a shell of that user, which knows no other names. */
    static void checkForShell(Map<String, String> environment) {
        SpecException.check(
                environment.keySet().stream()
                        .allMatch(name -> NAME_FOR_SHELL.matcher(name).matches()),
                FIELD,
                "must hold names of letters, digits and underscores alone where run_as_user or privileged is given");
    }

    /** The values of these. */
    static List<String> texts(List<String> names, Map<String, String> environment) {
        return names.stream().map(name -> environment.getOrDefault(name, "")).toList();
    }

    /** The names alone, in order: any value may be a secret. */
    static Map<String, String> masked(Map<String, String> environment) {
        Map<String, String> names = new TreeMap<>();
        environment.keySet().forEach(name -> names.put(name, HttpAuth.MASK));
        return names;
    }
}
