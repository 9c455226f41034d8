package io.ris.hub.platform.persistence;

import io.ris.hub.platform.TenantCode;

/** Says which database is a tenant's; the tenancy capability provides it. */
public interface TenantDatabases {

    /**
     * The tenant's database.
     *
     * @throws io.ris.hub.platform.HubException.Refused if there is no such tenant
     */
    Store.Database of(TenantCode tenant);
}
