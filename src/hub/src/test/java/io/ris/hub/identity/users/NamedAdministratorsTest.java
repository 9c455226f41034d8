package io.ris.hub.identity.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamedAdministratorsTest {

    private static final NamedAdministrators NAMED =
            NamedAdministrators.of(Optional.of(List.of("Ann@example.org")), Optional.of(List.of("root")));

    private static User user(String source, String name, String email) {
        return new User(
                "1",
                name,
                email,
                LoginNames.of(name, email),
                List.of(),
                User.ACTIVE,
                source,
                null,
                null,
                false,
                false,
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                1);
    }

    @Test
    void usersOfTheHubAreAdministratorsByNameOrAddress() {
        assertThat(NAMED.rolesOf(user(User.LOCAL, "ROOT", "other@example.org"))).containsExactly("super_admin");
        assertThat(NAMED.rolesOf(user(User.LOCAL, "ann", "ann@example.org"))).containsExactly("admin");
        assertThat(NAMED.rolesOf(user(User.LOCAL, "root", "ann@example.org"))).containsExactly("super_admin", "admin");
        assertThat(NAMED.rolesOf(user(User.LOCAL, "ann", "bob@example.org"))).isEmpty();
    }

    @Test
    void whoChoosesTheirNameAtADirectoryOrProviderBecomesNobody() {
        for (String source : List.of("ldap", "oidc")) {
            assertThat(NAMED.rolesOf(user(source, "root", "ann@example.org")))
                    .as(source)
                    .isEmpty();
        }
    }
}
