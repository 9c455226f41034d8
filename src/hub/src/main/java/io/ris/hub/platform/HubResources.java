package io.ris.hub.platform;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.ZoneOffset;

/** Makes the server's resources and the clock injectable. */
@ApplicationScoped
class HubResources {

    @Resource
    @SuppressWarnings("NullAway.Init") // set by the container
    private ManagedScheduledExecutorService executor;

    @Resource
    @SuppressWarnings("NullAway.Init") // set by the container
    private ManagedThreadFactory threads;

    @Produces
    ManagedThreadFactory threads() {
        return threads;
    }

    @Produces
    ManagedScheduledExecutorService executor() {
        return executor;
    }

    @Produces
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC); // as fine as the store keeps it, so that answers agree
    }
}
