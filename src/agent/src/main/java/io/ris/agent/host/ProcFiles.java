package io.ris.agent.host;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads of {@code /proc}; a machine without it answers nothing. */
final class ProcFiles {

    private static final Logger LOG = System.getLogger(ProcFiles.class.getName());

    private final Path root;

    ProcFiles(Path root) {
        this.root = root;
    }

    Optional<String> firstLine(String file) {
        return lines(file).stream().findFirst().map(String::trim);
    }

    /** A figure of {@code meminfo}, in KiB. */
    Optional<Long> memory(String name) {
        return lines("meminfo").stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst();
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(root.resolve(file));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "not readable: " + file, e);
            return List.of();
        }
    }
}
