package io.ris.hub.identity.directory;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.health.HealthDetail;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Tells how the directory is. It is up whatever that is: without the directory, the hub works for everyone else. */
@HubService
@Readiness
public class DirectoryHealth implements HealthCheck {

    private final DirectoryWatch watch;
    private final HealthDetail detail;

    @Inject
    public DirectoryHealth(DirectoryWatch watch, HealthDetail detail) {
        this.watch = watch;
        this.detail = detail;
    }

    @Override
    public HealthCheckResponse call() {
        return detail.check(
                "directory", response -> response.withData("state", watch.isEnabled() ? answering() : "off"));
    }

    private String answering() {
        return watch.answers() ? "answers" : "silent";
    }
}
