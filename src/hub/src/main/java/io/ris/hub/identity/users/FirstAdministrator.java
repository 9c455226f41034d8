package io.ris.hub.identity.users;

import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.identity.roles.Role;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.tenancy.TenantService;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes the user {@code admin}, who administers all tenants, in the default tenant at the very first start, with a random password in a file that only
 * the hub's own user can read. The file is written first: a start that was cut short leaves no user nobody can be.
 */
@HubService
class FirstAdministrator {

    private static final System.Logger LOG = System.getLogger(FirstAdministrator.class.getName());
    private static final String USERNAME = "admin";

    private final TenantService tenants;
    private final UserRepository users;
    private final Passwords passwords;
    private final PasswordPolicy policy;
    private final Clock clock;
    private final Path file;

    @Inject
    FirstAdministrator(
            TenantService tenants,
            UserRepository users,
            Passwords passwords,
            PasswordPolicy policy,
            Clock clock,
            @ConfigProperty(name = "data_dir") String dataDirectory) {
        this.tenants = tenants;
        this.users = users;
        this.passwords = passwords;
        this.policy = policy;
        this.clock = clock;
        this.file = Path.of(dataDirectory, "admin-password");
    }

    void create(@Observes @Priority(StartupOrder.IDENTITY) Startup startup) {
        TenantScope.run(tenants.defaultTenant(), () -> {
            if (users.isEmpty()) {
                String password = policy.make();
                write(password);
                users.insert(administrator(passwords.hash(password)));
                LOG.log(System.Logger.Level.INFO, "user {0} made; the password is in {1}", USERNAME, file);
            }
        });
    }

    private User administrator(String passwordHash) {
        Instant now = clock.instant();
        return new User(
                UuidCreator.getTimeOrderedEpoch().toString(),
                USERNAME,
                null,
                LoginNames.of(USERNAME, null),
                List.of(Role.SUPER_ADMIN.wireName()),
                User.ACTIVE,
                User.LOCAL,
                null,
                passwordHash,
                false,
                false,
                null,
                now,
                now,
                1);
    }

    private void write(String password) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, password + "\n", StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
