package io.ris.cli.tasks;

import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The environment of a program: lines of files, then options, where the later one wins. */
final class Variables {

    private final Map<String, String> own;
    private final Map<String, String> values = new LinkedHashMap<>();

    /** @param own the user's, which a name without a value takes its value from */
    Variables(Map<String, String> own) {
        this.own = own;
    }

    /** {@code NAME=VALUE} or {@code NAME} a line; empty lines and those that begin with # say nothing. */
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
                add(line, file + ", line " + (i + 1)); // the line itself may be a secret
            }
        }
    }

    /** {@code NAME=VALUE} or {@code NAME}. */
    void add(String assignment) throws RefusedException {
        add(assignment, "--env");
    }

    private void add(String assignment, String where) throws RefusedException {
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
    }

    Map<String, String> values() {
        return values;
    }

    private static RefusedException wrong(String message, IOException cause) {
        return new RefusedException(
                ExitCode.BAD_CONFIGURATION, message + ": " + cause.getClass().getSimpleName(), cause);
    }
}
