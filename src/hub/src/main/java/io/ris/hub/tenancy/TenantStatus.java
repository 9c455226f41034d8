package io.ris.hub.tenancy;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a tenant stands. */
public enum TenantStatus {
    /** Being made; not to be used yet. A request that breaks off leaves it so, until the same is asked for again. */
    PROVISIONING,
    /** At work. */
    ACTIVE,
    /** Locked out: nobody logs in, agents are sent away, everything is kept. */
    SUSPENDED,
    /** Its data are being removed. */
    DELETING,
    /** Gone. What is left keeps its code from being used again too soon. */
    DELETED;

    /** Its name in JSON and in the store. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<TenantStatus> find(String name) {
        return Stream.of(values())
                .filter(status -> status.wireName().equals(name))
                .findFirst();
    }
}
