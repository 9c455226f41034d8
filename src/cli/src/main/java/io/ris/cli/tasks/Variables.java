package io.ris.cli.tasks;

import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The environment of a program: lines of files, then options, where the later one wins. */
final class Variables {

    /** What is shorter would be found in any output, and the hub takes it for no secret. */
    private static final int LEAST_SECRET = 4;

    private final Map<String, String> own;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();

    /** @param own the user's, which a name without a value takes its value from */
    Variables(Map<String, String> own) {
        this.own = own;
    }

    /** {@code NAME=VALUE} or {@code NAME} a line, each a secret; empty lines and those that begin with # say nothing. */
    void read(Path file) throws RefusedException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw wrong("--env-file: cannot read " + file, e);
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank() && !line.startsWith("#")) {
                String name = add(line, file + ", line " + (i + 1)); // the line itself may be a secret
                secrets.add(name);
            }
        }
    }

    /** {@code NAME=VALUE} or {@code NAME}, which is no secret: a command line shows it. */
    void add(String assignment) throws RefusedException {
        secrets.remove(add(assignment, "--env"));
    }

    /** Answers the name. */
    private String add(String assignment, String where) throws RefusedException {
        int equals = assignment.indexOf('=');
        String name = equals < 0 ? assignment : assignment.substring(0, equals);
        if (name.isBlank()) {
            throw new RefusedException(ExitCode.BAD_CONFIGURATION, where + ": has no name before the =");
        }
        String value = equals < 0 ? own.get(name) : assignment.substring(equals + 1);
        if (value == null) {
            throw new RefusedException(
                    ExitCode.BAD_CONFIGURATION,
                    where + ": no value, and your environment has no variable of that name");
        }
        values.put(name, value);
        return name;
    }

    Map<String, String> values() {
        return values;
    }

    /** The names of those whose values must not show. */
    List<String> secrets() {
        return secrets.stream()
                .filter(name -> values.getOrDefault(name, "").length() >= LEAST_SECRET)
                .toList();
    }

    private static RefusedException wrong(String message, IOException cause) {
        return new RefusedException(
                ExitCode.BAD_CONFIGURATION, message + ": " + cause.getClass().getSimpleName(), cause);
    }
}
