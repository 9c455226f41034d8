package io.ris.hub.identity.login;

import io.ris.hub.identity.login.Authenticator.Vouching;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.tenancy.AutoProvisioning;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the tenants of people who are the first of theirs to log in, if a directory says that they belong there. Thread-safe. */
@HubService
class FirstLogins {

    private static final Duration RETRY = Duration.ofSeconds(10);

    private final List<Authenticator> authenticators;
    private final AutoProvisioning provisioning;

    @Inject
    FirstLogins(@Any Instance<Authenticator> authenticators, AutoProvisioning provisioning) {
        this.authenticators = authenticators.stream().toList();
        this.provisioning = provisioning;
    }

    /**
     * The tenant that a login names, at work now; empty if it may not be made, or nobody vouches for who logs in.
     *
     * @throws HubException.Unavailable if a directory that may know them does not answer
     */
    Optional<TenantCode> makeTenant(@Nullable String code, String name, String password) {
        return Optional.ofNullable(code)
                .filter(TenantCode::isValid)
                .map(TenantCode::new)
                .filter(provisioning::mayMake)
                .filter(tenant -> isMade(tenant, name, password));
    }

    private boolean isMade(TenantCode tenant, String name, String password) {
        boolean silent = false;
        for (Authenticator authenticator : authenticators) {
            switch (authenticator.vouch(tenant, name, password)) {
                case Vouching.Member(String source) -> {
                    return provisioning.make(tenant, source, name);
                }
                case Vouching.Unavailable() -> silent = true;
                case Vouching.Stranger() -> {} // the next one may know
            }
        }
        if (silent) {
            throw directoryUnavailable();
        }
        return false;
    }

    static HubException.Unavailable directoryUnavailable() {
        return new HubException.Unavailable(
                ProblemType.DIRECTORY_UNAVAILABLE,
                "the directory of users does not answer; users of the hub itself can log in",
                RETRY,
                null);
    }
}
