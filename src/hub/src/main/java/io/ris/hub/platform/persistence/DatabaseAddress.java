package io.ris.hub.platform.persistence;

import org.jspecify.annotations.Nullable;

/**
 * A MongoDB server of a tenant's own.
 *
 * @param database where its data are, and the user's credentials
 * @param username null where the server asks for none
 * @param maxPoolSize most connections of each node to it
 */
public record DatabaseAddress(
        String host,
        int port,
        String database,
        @Nullable String username,
        @Nullable String password,
        boolean ssl,
        int maxPoolSize) {

    @Override
    public String toString() {
        return "DatabaseAddress[" + host + ":" + port + "/" + database + "]";
    }
}
