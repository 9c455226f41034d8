package io.ris.hub.tenancy.policy;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** What the hub asks of every tenant's passwords. Immutable. */
@HubService
public class PasswordFloor {

    private static final String FIELD = "settings.security_policy.password.";

    private final PasswordRules rules;

    @Inject
    PasswordFloor(
            @ConfigProperty(name = "authentication.password.min_length") int minLength,
            @ConfigProperty(name = "authentication.password.character_classes") Optional<List<String>> classes) {
        rules = new PasswordRules(
                minLength,
                classes.orElse(List.of()).stream().map(CharacterClass::named).collect(Collectors.toSet()));
    }

    /** The rules in force for a tenant with this policy. */
    public PasswordRules with(@Nullable SecurityPolicy policy) {
        return policy == null ? rules : rules.with(policy.password());
    }

    /** @throws HubException.Invalid if a policy asks for less than the hub does */
    public void requireNotLaxer(@Nullable SecurityPolicy policy) {
        if (policy != null && policy.password() != null) {
            rules.laxity(policy.password()).ifPresent(laxity -> {
                throw HubException.Invalid.rule(
                        FIELD + laxity.field(), laxity.rule() + ", which the hub asks of every tenant");
            });
        }
    }
}
