package io.ris.hub.platform;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Makes the server's resources and the clock injectable. */
@ApplicationScoped
class HubResources {

    @Resource
    @SuppressWarnings("NullAway.Init") // set by the container
    private ManagedScheduledExecutorService executor;

    @Produces
    ManagedScheduledExecutorService executor() {
        return executor;
    }

    @Produces
    Clock clock() {
        return Clock.systemUTC();
    }
}
