package io.ris.hub.identity.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ris.hub.identity.apikeys.ApiKeyDraft;
import io.ris.hub.identity.apikeys.ApiKeyService;
import io.ris.hub.identity.login.LoginService;
import io.ris.hub.identity.sessions.SessionService;
import io.ris.hub.identity.users.ExternalIdentity;
import io.ris.hub.identity.users.User;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.CallerResolver;
import io.ris.hub.platform.web.Permissions;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class CallersIT {

    private static final TenantCode TENANT = new TenantCode("default");

    @Inject
    private CallerResolver callers;

    @Inject
    private Tickets tickets;

    @Inject
    private ApiKeyService keys;

    @Inject
    private LoginService logins;

    @Inject
    private SessionService sessions;

    private User user(String role) {
        String id = UUID.randomUUID().toString();
        return logins.signOn(TENANT, new ExternalIdentity("oidc", id, "user-" + id, null, List.of(role)))
                .user();
    }

    private Caller callerOf(User user) {
        String session = TenantScope.call(
                TENANT, () -> sessions.live(user.id()).getFirst().id());
        return new Caller(user.id(), user.username(), TENANT, Set.of(), session, "request");
    }

    @Test
    void aTicketStandsForItsSessionOnce() {
        User user = user("operator");
        String ticket = TenantScope.call(TENANT, () -> tickets.issue(callerOf(user)));

        Caller caller = callers.redeem(ticket, "request");

        assertThat(caller.userId()).isEqualTo(user.id());
        assertThat(caller.permissions()).contains(Permissions.TASK_EXECUTE);
        assertThatThrownBy(() -> callers.redeem(ticket, "request")).isInstanceOf(HubException.Refused.class);
    }

    @Test
    void aTicketEndsWithItsSession() {
        User user = user("operator");
        Caller caller = callerOf(user);
        String ticket = TenantScope.call(TENANT, () -> tickets.issue(caller));
        TenantScope.run(TENANT, () -> sessions.end(caller.sessionId()));
        assertThatThrownBy(() -> callers.redeem(ticket, "request")).isInstanceOf(HubException.Refused.class);
    }

    @Test
    void whatIsNoTicketIsRefused() {
        for (String other : List.of("", ".", "default.", "default.x", "nowhere.x", "No Tenant.x")) {
            assertThatThrownBy(() -> callers.redeem(other, "request")).isInstanceOf(HubException.Refused.class);
        }
    }

    @Test
    void aProbesKeySpeaksForItsOwnAgentsOnly() {
        User admin = user("admin");
        Caller caller =
                new Caller(admin.id(), admin.username(), TENANT, Set.of(Permissions.API_KEY_WRITE), "test", "test");
        ApiKeyService.Made made = TenantScope.call(
                TENANT,
                () -> keys.make(
                        caller, admin, new ApiKeyDraft("probe", List.of(), true, List.of("a"), "web-*", 2, null)));

        Caller probe = callers.resolveKey(made.text(), "request");

        assertThat(probe.permissions()).containsExactly(Permissions.REPORT_WRITE);
        TenantScope.run(TENANT, () -> {
            String id = probe.sessionId().substring(Caller.KEY.length());
            keys.requireBound(id, "a");
            keys.requireBound(id, "web-1");
            keys.requireBound(id, "first"); // "a" and "first" are the two that there is room for
            keys.requireBound(id, "first");
            assertThatThrownBy(() -> keys.requireBound(id, "second")).isInstanceOf(HubException.Refused.class);
        });
    }
}
