package io.ris.hub.tenancy;

import io.ris.hub.platform.TenantCode;

/** A tenant's data were removed for good: what others keep for it outside of its database must go too. */
public record TenantDeleted(TenantCode tenant) {}
