package io.ris.hub.identity.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ris.hub.identity.roles.Role;
import io.ris.hub.identity.roles.RoleDraft;
import io.ris.hub.identity.roles.RoleService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Permissions;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class InvitationsIT {

    private static final TenantCode TENANT = new TenantCode("default");
    private static final String PASSWORD = "a password of some length";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Caller SUPER_ADMIN = caller(Role.SUPER_ADMIN.permissions());

    @Inject
    private Invitations invitations;

    @Inject
    private UserAdministration administration;

    @Inject
    private RoleService roles;

    private static Caller caller(Set<String> permissions) {
        return new Caller("test", "test", TENANT, permissions, "test", "test");
    }

    private User user(String role) {
        UserDraft draft = new UserDraft("invited-" + COUNT.incrementAndGet(), null, List.of(role), null, false);
        return TenantScope.call(TENANT, () -> administration.add(SUPER_ADMIN, draft));
    }

    private String invitation(Caller inviter, User user) {
        return TenantScope.call(
                TENANT, () -> invitations.invite(inviter, user.id()).token());
    }

    private void change(User user, UserChange change) {
        TenantScope.run(TENANT, () -> administration.change(SUPER_ADMIN, user.id(), change, null));
    }

    private void isVoid(String token) {
        assertThatThrownBy(() -> invitations.accept(token, PASSWORD))
                .isInstanceOfSatisfying(HubException.Refused.class, fault -> assertThat(fault.type())
                        .isEqualTo(ProblemType.INVITATION_OVER));
    }

    @Test
    void anInvitationByOneWhoMayDoAsMuchIsGood() {
        User user = user("admin");
        String token = invitation(caller(Role.ADMIN.permissions()), user);
        assertThat(invitations.accept(token, PASSWORD).id()).isEqualTo(user.id());
    }

    @Test
    void anInvitationDoesNotOutliveAPromotion() {
        User user = user("readonly");
        String token = invitation(caller(Role.ADMIN.permissions()), user);
        change(user, new UserChange(null, null, List.of("super_admin"), null, null));
        isVoid(token);
    }

    @Test
    void anInvitationIsVoidWithAnyChangeOfTheUser() {
        User user = user("readonly");
        String token = invitation(SUPER_ADMIN, user);
        change(user, new UserChange(null, user.username() + "@example.org", null, null, null));
        isVoid(token);
    }

    @Test
    void anInvitationDoesNotReachWhatTheUsersRoleGainsAboveWhoInvited() {
        String role = "grows-" + COUNT.incrementAndGet();
        TenantScope.run(TENANT, () -> roles.create(SUPER_ADMIN, role(role, Permissions.CLIENT_READ)));
        User user = user(role);
        String below = invitation(caller(Set.of(Permissions.USER_WRITE, Permissions.CLIENT_READ)), user);
        TenantScope.run(
                TENANT,
                () -> roles.change(SUPER_ADMIN, role(role, Permissions.CLIENT_READ, Permissions.CLIENT_WRITE), null));
        isVoid(below);

        Set<String> both = Set.of(Permissions.CLIENT_READ, Permissions.CLIENT_WRITE);
        assertThat(invitations.accept(invitation(caller(both), user), PASSWORD).id())
                .isEqualTo(user.id());
    }

    private static RoleDraft role(String name, String... permissions) {
        return new RoleDraft(name, null, List.of(), List.of(permissions));
    }
}
