package io.ris.hub.platform.web;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import jakarta.inject.Inject;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Slows the answers of a tenant that has used up its share. Thread-safe. */
@HubService
class Pacing {

    private final Traffic traffic;

    @Inject
    Pacing(Traffic traffic) {
        this.traffic = traffic;
    }

    /** Counts bytes of an answer that were written, and waits as long as the next ones have to. */
    void count(TenantCode tenant, int bytes) throws InterruptedIOException {
        Duration wait = traffic.answered(tenant, bytes);
        if (wait.isZero()) {
            return;
        }
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while an answer was slowed");
        }
    }
}
