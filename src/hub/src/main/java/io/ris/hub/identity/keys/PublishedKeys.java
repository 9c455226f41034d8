package io.ris.hub.identity.keys;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Hands the hub's own public keys to MicroProfile JWT, which knows its verification key by configuration only. A static
 * field, because a ConfigSource is made before and outside of CDI.
 */
public final class PublishedKeys implements ConfigSource {

    private static final String PROPERTY = "mp.jwt.verify.publickey";
    private static final int ORDINAL = 500;

    private static volatile @Nullable String jwks;

    static void publish(String keySet) {
        jwks = keySet;
    }

    @Override
    public Set<String> getPropertyNames() {
        return Set.of(PROPERTY);
    }

    @Override
    public Map<String, String> getProperties() {
        String present = jwks;
        return present == null ? Map.of() : Map.of(PROPERTY, present);
    }

    @Override
    public @Nullable String getValue(String name) {
        return PROPERTY.equals(name) ? jwks : null;
    }

    @Override
    public String getName() {
        return "RIS signing keys";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }
}
