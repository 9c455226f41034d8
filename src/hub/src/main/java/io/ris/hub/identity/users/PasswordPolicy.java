package io.ris.hub.identity.users;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.crypto.Tokens;
import io.ris.hub.tenancy.TenantContext;
import io.ris.hub.tenancy.TenantService;
import io.ris.hub.tenancy.TenantSettings;
import io.ris.hub.tenancy.policy.PasswordFloor;
import io.ris.hub.tenancy.policy.PasswordRules;
import jakarta.inject.Inject;
import java.util.stream.Stream;

/**
 * Which passwords the users of the tenant in scope may choose, and be given: as the hub and the tenant ask, and never the
 * user's own name. Asked whenever a password is set; those that are set already stay good. Thread-safe.
 */
@HubService
public class PasswordPolicy {

    /** Of passwords that nobody chooses; 24 characters of a random token hold 144 random bits. */
    private static final int MADE_LENGTH = 24;

    private final TenantService tenants;
    private final PasswordFloor floor;

    @Inject
    PasswordPolicy(TenantService tenants, PasswordFloor floor) {
        this.tenants = tenants;
        this.floor = floor;
    }

    /** What the tenant in scope asks. */
    public PasswordRules rules() {
        return floor.with(tenants.find(TenantScope.require())
                .map(TenantContext::settings)
                .map(TenantSettings::securityPolicy)
                .orElse(null));
    }

    /**
     * Refuses a password that a user may not choose.
     *
     * @param field names the password in the request
     * @throws HubException.Invalid saying why
     */
    void require(User user, String field, String password) {
        rules().fault(password).ifPresent(fault -> {
            throw HubException.Invalid.rule(field, fault);
        });
        if (user.loginNames().contains(LoginNames.fold(password))) {
            throw HubException.Invalid.rule(field, "must not be the user's name or address");
        }
    }

    /** A random password that may be given to anybody. */
    String make() {
        PasswordRules rules = rules();
        int length = Math.max(MADE_LENGTH, rules.minLength());
        return Stream.generate(() -> random(length))
                .filter(made -> rules.fault(made).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private static String random(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(Tokens.random());
        }
        return text.substring(0, length);
    }
}
