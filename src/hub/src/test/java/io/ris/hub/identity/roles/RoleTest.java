package io.ris.hub.identity.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.web.Permissions;
import java.lang.reflect.Field;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoleTest {

    @Test
    void eachRoleHoldsAllThatTheOneBeforeItHolds() {
        assertThat(Role.OPERATOR.permissions()).containsAll(Role.READONLY.permissions());
        assertThat(Role.ADMIN.permissions()).containsAll(Role.OPERATOR.permissions());
    }

    @Test
    void whoMayOnlyReadChangesNothing() {
        assertThat(Role.READONLY.permissions())
                .containsExactlyInAnyOrder(
                        Permissions.CLIENT_READ,
                        Permissions.TASK_READ,
                        Permissions.MONITORING_READ,
                        Permissions.ALERT_READ);
    }

    @Test
    void anOperatorRunsTasksAndLeavesClientsAlone() {
        assertThat(Role.OPERATOR.permissions())
                .contains(Permissions.TASK_EXECUTE)
                .doesNotContain(Permissions.CLIENT_WRITE, Permissions.METRICS_READ);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void noUserIsAnAgentOrTheHub(Role role) {
        assertThat(role.permissions()).doesNotContain(Permissions.AGENT_CONNECT, Permissions.HUB_INTERNAL);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void isFoundByItsName(Role role) {
        assertThat(Role.find(role.wireName())).contains(role);
    }

    /** A new permission must be put where it belongs. */
    @Test
    void everyPermissionIsATenantsToGiveOrHasAReasonNotToBe() throws IllegalAccessException {
        Set<String> others = Set.of(
                Permissions.SELF,
                Permissions.SELF_SECURE,
                Permissions.TENANT_ADMINISTER,
                Permissions.TENANT_ACT,
                Permissions.KEY_ROTATE,
                Permissions.MESSAGE_ADMINISTER,
                Permissions.INTERNAL_READ,
                Permissions.AGENT_CONNECT,
                Permissions.HUB_INTERNAL);
        for (Field constant : Permissions.class.getFields()) {
            String permission = (String) constant.get(null);
            assertThat(GrantablePermissions.ALL.contains(permission))
                    .as(permission)
                    .isNotEqualTo(others.contains(permission));
        }
    }
}
