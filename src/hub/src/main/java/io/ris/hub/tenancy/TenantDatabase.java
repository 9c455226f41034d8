package io.ris.hub.tenancy;

import org.jspecify.annotations.Nullable;

/**
 * A tenant's own MongoDB as it is stored.
 *
 * @param sealedPassword sealed for this tenant; null where the server asks for none
 */
record TenantDatabase(
        String type,
        String host,
        int port,
        String database,
        @Nullable String username,
        @Nullable String sealedPassword,
        boolean ssl,
        int maxPoolSize) {

    static final String MONGODB = "mongodb";
    static final int USUAL_PORT = 27017;
    static final int USUAL_POOL_SIZE = 20;

    /** Whether another one's data would lie in the same place. */
    boolean isSamePlaceAs(TenantDatabase other) {
        return host.equalsIgnoreCase(other.host) && port == other.port && database.equalsIgnoreCase(other.database);
    }

    TenantDatabase withPassword(String sealed) {
        return new TenantDatabase(type, host, port, database, username, sealed, ssl, maxPoolSize);
    }

    @Override
    public String toString() {
        return "TenantDatabase[" + host + ":" + port + "/" + database + "]";
    }
}
