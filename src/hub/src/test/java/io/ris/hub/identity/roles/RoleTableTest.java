package io.ris.hub.identity.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.web.Permissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoleTableTest {

    private static OwnRole role(String name, List<String> inherits, String... permissions) {
        return new OwnRole(name, null, inherits, List.of(permissions), Instant.EPOCH, Instant.EPOCH, 1);
    }

    @Test
    void aRoleHoldsWhatTheRolesItInheritsHoldOverManySteps() {
        RoleTable table = new RoleTable(List.of(
                role("a", List.of("b"), Permissions.AUDIT_READ),
                role("b", List.of("c", "operator")),
                role("c", List.of(), Permissions.USER_READ)));
        assertThat(table.permissionsOf(List.of("a")))
                .containsAll(Role.OPERATOR.permissions())
                .contains(Permissions.AUDIT_READ, Permissions.USER_READ)
                .doesNotContain(Permissions.CLIENT_WRITE);
        assertThat(table.permissionsOf(List.of("c"))).containsExactly(Permissions.USER_READ);
    }

    @Test
    void namesAreComparedWhole() {
        RoleTable table = new RoleTable(
                List.of(role("a", List.of(), Permissions.USER_READ), role("ab", List.of(), Permissions.AUDIT_READ)));
        assertThat(table.permissionsOf(List.of("ab"))).containsExactly(Permissions.AUDIT_READ);
        assertThat(table.permissionsOf(List.of("a"))).containsExactly(Permissions.USER_READ);
        for (String other : List.of("", "A", "a/b", "abc", "admi", "administrator", "ADMIN", "a ")) {
            assertThat(table.permissionsOf(List.of(other))).as(other).isEmpty();
            assertThat(table.knows(other)).as(other).isFalse();
        }
    }

    @Test
    void seesACircleComing() {
        RoleTable table =
                new RoleTable(List.of(role("a", List.of("b")), role("b", List.of("c")), role("c", List.of())));
        assertThat(table.inherits("a", "c")).isTrue();
        assertThat(table.inherits("c", "a")).isFalse();
        assertThat(table.heirsOf("c")).containsExactly("b");
    }

    @Test
    void aCircleThatTwoNodesMadeTogetherEndsAllTheSame() {
        RoleTable table = new RoleTable(List.of(
                role("a", List.of("b"), Permissions.USER_READ), role("b", List.of("a"), Permissions.AUDIT_READ)));
        assertThat(table.permissionsOf(List.of("a")))
                .containsExactlyInAnyOrder(Permissions.USER_READ, Permissions.AUDIT_READ);
    }
}
