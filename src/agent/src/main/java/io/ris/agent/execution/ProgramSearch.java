package io.ris.agent.execution;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds programs by their names.
 *
 * @param path the agent's {@code PATH}
 */
record ProgramSearch(String path) {

    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    static ProgramSearch in(Map<String, String> environment) {
        return new ProgramSearch(environment.getOrDefault("PATH", DEFAULT_PATH));
    }

    /** The program; a relative path with a slash is one in the directory. */
    Optional<Path> find(String command, Path directory) {
        return candidates(command, directory).stream()
                .filter(candidate -> Files.isRegularFile(candidate) && Files.isExecutable(candidate))
                .findFirst();
    }

    /** Where it may be, the best place first. */
    List<Path> candidates(String command, Path directory) {
        if (command.contains("/")) {
            return List.of(directory.resolve(command).toAbsolutePath());
        }
        List<Path> found = new ArrayList<>();
        for (String place : path.split(":", -1)) {
            if (place.startsWith("/")) {
                found.add(Path.of(place, command));
            }
        }
        return found;
    }
}
