package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.TenantCode;

/** Which tenants there are; the tenancy capability provides it. */
public interface TenantDirectory {

    /**
     * Refuses requests for a tenant that does not work.
     *
     * @throws io.ris.hub.platform.HubException.Refused if there is none with this code, or it is suspended
     */
    void requireActive(TenantCode tenant);

    /** Whether there is a tenant with this code, and it works. */
    default boolean isAtWork(TenantCode tenant) {
        try {
            requireActive(tenant);
            return true;
        } catch (HubException.Refused e) {
            return false;
        }
    }
}
