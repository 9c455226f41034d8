package io.ris.hub.identity.users;

import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.identity.roles.Role;
import io.ris.hub.platform.HubService;
import io.ris.hub.tenancy.AdministratorAccounts;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the first administrators of new tenants. Thread-safe. */
@HubService
class TenantAdministrators implements AdministratorAccounts {

    private final UserRepository users;
    private final Passwords passwords;
    private final PasswordPolicy policy;
    private final Clock clock;

    @Inject
    TenantAdministrators(UserRepository users, Passwords passwords, PasswordPolicy policy, Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public String add(String username, @Nullable String email) {
        String password = policy.make();
        users.deleteByLoginName(
                LoginNames.fold(username)); // a provisioning that broke off had told nobody its password
        Instant now = clock.instant();
        users.insert(new User(
                UuidCreator.getTimeOrderedEpoch().toString(),
                username,
                email,
                LoginNames.of(username, email),
                List.of(Role.ADMIN.wireName()),
                User.ACTIVE,
                User.LOCAL,
                null,
                passwords.hash(password),
                false,
                false,
                null,
                now,
                now,
                1));
        return password;
    }
}
