package io.ris.hub.audit.chain;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import org.jspecify.annotations.Nullable;

/**
 * Whose trail: a tenant's, or that of the platform, for what concerns no tenant.
 *
 * @param tenant null for the platform's
 */
public record Trail(@Nullable TenantCode tenant) {

    /** That of what concerns no tenant, or none that exists. */
    public static final Trail PLATFORM = new Trail(null);

    /** No tenant's code looks like this. */
    private static final String PLATFORM_NAME = "-";

    /** That of the tenant for which this thread works, if any. */
    public static Trail ofScope() {
        return TenantScope.find().map(Trail::new).orElse(PLATFORM);
    }

    /** What a name stands for. */
    static Trail named(String name) {
        return name.equals(PLATFORM_NAME) ? PLATFORM : new Trail(new TenantCode(name));
    }

    /** Its name in files and reports: the tenant's code. */
    public String name() {
        return tenant == null ? PLATFORM_NAME : tenant.value();
    }
}
