package io.ris.hub.tenancy.policy;

import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant asks of its users (seed 000, "Tenant Model").
 *
 * @param password rules for passwords; null for the hub's
 */
public record SecurityPolicy(@Valid @Nullable OwnPasswordRules password) {

    /** Of who asks for nothing beyond what the hub does. */
    public static final SecurityPolicy USUAL = new SecurityPolicy(null);
}
