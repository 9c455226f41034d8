package io.ris.hub.platform.settings;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.settings.InvalidSettingsException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;

/** Tells the hub's parts of live settings that were changed in the configuration file. */
@HubService
class SettingsReload {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final RepeatedWork work;
    private final Event<SettingsChanged> changes;
    private final ConfigurationWatch watch;

    @Inject
    SettingsReload(RepeatedWork work, Event<SettingsChanged> changes) throws InvalidSettingsException {
        this.work = work;
        this.changes = changes;
        this.watch = new ConfigurationWatch(System.getenv());
    }

    void start(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        work.every(INTERVAL, "looking at the configuration file", this::look);
    }

    private void look() {
        watch.look().map(SettingsChanged::new).ifPresent(changes::fire);
    }
}
