package io.ris.cli.hub;

import io.ris.cli.Configuration;
import io.ris.cli.RefusedException;
import io.ris.settings.ServerSettings;
import io.ris.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code ris up} has left in its data directory for those who may read it: where the hub is, its CA, the first password. */
final class LocalHub {

    private final Path directory;
    private final URI usual;

    private LocalHub(Path directory, URI usual) {
        this.directory = directory;
        this.usual = usual;
    }

    /** @param dataDirectory null for the one that {@code ris up} takes */
    static LocalHub of(Map<String, String> environment, Path home, @Nullable Path dataDirectory)
            throws RefusedException {
        Map<String, String> overridden = new HashMap<>(environment);
        if (dataDirectory != null) {
            overridden.put(ServerSettings.DATA_DIR.variable(), dataDirectory.toString());
        }
        Settings settings = Configuration.load(overridden);
        Path directory = settings.isGiven(ServerSettings.DATA_DIR)
                ? settings.get(ServerSettings.DATA_DIR)
                : home.resolve(settings.get(ServerSettings.DATA_DIR));
        return new LocalHub(directory, URI.create("https://localhost:" + settings.get(ServerSettings.PORT)));
    }

    /** Where it was last started. */
    URI uri() {
        return read("hub/url").map(url -> URI.create(url.strip())).orElse(usual);
    }

    /** Its CA in PEM. */
    Optional<String> ca() {
        return read("tls/ca.pem");
    }

    /** The password of the first administrator. */
    Optional<String> password() {
        return read("admin-password").map(String::strip);
    }

    private Optional<String> read(String name) {
        Path file = directory.resolve(name);
        try {
            return Files.isReadable(file)
                    ? Optional.of(Files.readString(file, StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
