package io.ris.hub.platform.web;

import io.ris.hub.platform.TenantCode;
import java.time.Instant;
import java.util.Set;

/** By what right a test has a connection. */
public final class TestStanding {

    private TestStanding() {}

    /** A user's who holds some permissions, for good. */
    public static Standing of(Set<String> permissions) {
        Caller caller = new Caller("u-1", "user", new TenantCode("acme"), permissions, "s-1", "r-1");
        return new Standing(caller, Instant.MAX, permissions, () -> caller, tenant -> {});
    }
}
