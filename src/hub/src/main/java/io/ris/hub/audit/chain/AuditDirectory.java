package io.ris.hub.audit.chain;

import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this node keeps of the trail outside of the store, and its name, which outlives restarts. */
@HubService
public class AuditDirectory {

    private final Path directory;
    private final boolean fresh;
    private final String node;

    /** Makes the directory and the name at the first start. */
    @Inject
    public AuditDirectory(@ConfigProperty(name = "data_dir") String dataDirectory) {
        directory = Path.of(dataDirectory, "audit");
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            fresh = !Files.exists(directory.resolve("node"));
            node = name(directory.resolve("node"));
        } catch (IOException e) {
            throw new UncheckedIOException("ris: " + directory + " cannot be used", e);
        }
    }

    private static String name(Path file) throws IOException {
        if (!Files.exists(file)) {
            Path next = file.resolveSibling("node.new");
            Files.writeString(next, UuidCreator.getTimeOrderedEpoch() + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        }
        String name = Files.readString(file, StandardCharsets.UTF_8).strip();
        if (!name.matches("[A-Za-z0-9-]{1,64}")) {
            throw new IllegalStateException("ris: " + file + " does not hold a node's name");
        }
        return name;
    }

    /** The name of this node's chains. */
    public String node() {
        return node;
    }

    /** Whether this node was given its name just now. */
    boolean isNew() {
        return fresh;
    }

    /** A file in it. */
    Path file(String name) {
        return directory.resolve(name);
    }
}
