package io.ris.hub.identity.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ris.hub.identity.roles.Role;
import io.ris.hub.identity.sessions.SessionService;
import io.ris.hub.identity.users.User;
import io.ris.hub.identity.users.UserAdministration;
import io.ris.hub.identity.users.UserChange;
import io.ris.hub.identity.users.UserDraft;
import io.ris.hub.identity.users.UserService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.web.Caller;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logins of users who are changed while their passwords are looked at. */
@ExtendWith(ArquillianExtension.class)
class ChangedMeanwhileIT {

    private static final TenantCode TENANT = new TenantCode("default");
    private static final String PASSWORD = "a password of some length";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Caller EVERYTHING =
            new Caller("test", "test", TENANT, Role.SUPER_ADMIN.permissions(), "test", "test");

    @Inject
    private LoginService logins;

    @Inject
    private SessionService sessions;

    @Inject
    private UserAdministration administration;

    @Inject
    private UserService users;

    private User user() {
        UserDraft draft =
                new UserDraft("meanwhile-" + COUNT.incrementAndGet(), null, List.of("readonly"), PASSWORD, false);
        return TenantScope.call(TENANT, () -> administration.add(EVERYTHING, draft));
    }

    private void fails(Consumer<User> meanwhile) {
        User user = user();
        TrustingAuthenticator.MEANWHILE.put(user.username(), meanwhile);
        assertThatThrownBy(() -> logins.login(user.username(), PASSWORD, null, null))
                .isInstanceOfSatisfying(HubException.Refused.class, fault -> assertThat(fault.type())
                        .isEqualTo(ProblemType.LOGIN_FAILED));
        assertThat(TenantScope.call(TENANT, () -> sessions.live(user.id()))).isEmpty();
    }

    @Test
    void aLoginOfWhoStaysAsTheyAreBeginsASession() {
        User user = user();
        TrustingAuthenticator.MEANWHILE.put(user.username(), same -> {});
        assertThat(logins.login(user.username(), PASSWORD, null, null).user().id())
                .isEqualTo(user.id());
        assertThat(TenantScope.call(TENANT, () -> sessions.live(user.id()))).hasSize(1);
    }

    @Test
    void aLoginFailsIfThePasswordIsChangedMeanwhile() {
        fails(user -> administration.setPassword(EVERYTHING, user.id(), PASSWORD + " more", false));
    }

    @Test
    void aLoginFailsIfASecondFactorIsAddedMeanwhile() {
        fails(user -> users.setSecondFactor(user, true, null));
    }

    @Test
    void aLoginFailsIfTheUserIsDisabledOrDeletedMeanwhile() {
        fails(user -> administration.change(
                EVERYTHING, user.id(), new UserChange(null, null, null, User.DISABLED, null), null));
        fails(user -> administration.delete(EVERYTHING, user.id(), null));
    }

    @Test
    void aPasswordIsConfirmedByNobodyButTheUsersOwnSource() {
        User user = user();
        TrustingAuthenticator.MEANWHILE.put(user.username(), same -> {});
        assertThatThrownBy(() -> TenantScope.run(TENANT, () -> logins.confirm(user, "wrong", "password")))
                .isInstanceOf(HubException.Invalid.class);
        TenantScope.run(TENANT, () -> logins.confirm(user, PASSWORD, "password"));
    }

    /** Another directory, which takes any password of the users it knows; something else happens while it looks. */
    @HubService
    static class TrustingAuthenticator implements Authenticator {

        private static final Map<String, Consumer<User>> MEANWHILE = new ConcurrentHashMap<>();

        private final UserService users;

        @Inject
        TrustingAuthenticator(UserService users) {
            this.users = users;
        }

        @Override
        public int order() {
            return -1;
        }

        @Override
        public String source() {
            return "test";
        }

        @Override
        public Verdict check(String name, String password) {
            Consumer<User> meanwhile = MEANWHILE.get(name);
            if (meanwhile == null) {
                return new Verdict.Unknown();
            }
            User user = users.findByLoginName(name).orElseThrow();
            meanwhile.accept(user);
            return new Verdict.Accepted(user);
        }
    }
}
