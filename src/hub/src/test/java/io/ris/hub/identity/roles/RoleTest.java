package io.ris.hub.identity.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.web.Permissions;
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
                .containsExactlyInAnyOrder(Permissions.SELF, Permissions.CLIENT_READ, Permissions.TASK_READ);
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
}
