package io.ris.hub.identity.directory;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;

/** Knows whether the directory answered a moment ago, so that nobody need wait to hear it. Thread-safe. */
@HubService
class DirectoryWatch {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final UserDirectory directory;
    private final RepeatedWork repeated;
    private volatile boolean answers = true;

    @Inject
    DirectoryWatch(UserDirectory directory, RepeatedWork repeated) {
        this.directory = directory;
        this.repeated = repeated;
    }

    void begin(@Observes @Priority(StartupOrder.IDENTITY) Startup startup) {
        if (directory.isEnabled()) {
            repeated.every(INTERVAL, "asking whether the directory answers", () -> answers = directory.answers());
        }
    }

    boolean isEnabled() {
        return directory.isEnabled();
    }

    boolean answers() {
        return answers;
    }
}
