package io.ris.hub.platform.web;

import io.ris.hub.platform.TenantCode;
import java.time.Duration;

/** Counts what tenants' requests are answered; the tenancy capability provides it. */
public interface Traffic {

    /**
     * Counts bytes of an answer.
     *
     * @return how long to wait before the next ones; zero where there is no need
     */
    Duration answered(TenantCode tenant, long bytes);
}
