package io.ris.hub.platform.health;

import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while there is room on the disk of the data directory. */
@HubService
@Readiness
public class DiskHealth implements HealthCheck {

    private static final long MIN_FREE_BYTES = 64L * 1024 * 1024;

    private final Path directory;
    private final HealthDetail detail;

    @Inject
    public DiskHealth(@ConfigProperty(name = "data_dir") String directory, HealthDetail detail) {
        this.directory = Path.of(directory);
        this.detail = detail;
    }

    @Override
    public HealthCheckResponse call() {
        return detail.check("disk", response -> {
            long free = freeBytes();
            if (free < MIN_FREE_BYTES) {
                throw new IllegalStateException("only " + free + " bytes are free");
            }
            response.withData("free_bytes", free);
        });
    }

    private long freeBytes() {
        try {
            FileStore disk = Files.getFileStore(directory);
            return disk.getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
