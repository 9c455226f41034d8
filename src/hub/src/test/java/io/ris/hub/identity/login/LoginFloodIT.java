package io.ris.hub.identity.login;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.regex;
import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.identity.roles.Role;
import io.ris.hub.identity.users.UserAdministration;
import io.ris.hub.identity.users.UserDraft;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.Origin;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.crypto.Tokens;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.web.Caller;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Guessers of passwords, and those who want to work meanwhile. */
@ExtendWith(ArquillianExtension.class)
class LoginFloodIT {

    private static final TenantCode TENANT = new TenantCode("default");
    private static final int GUESSES = 10_000;
    private static final int THREADS = 16;
    private static final String PASSWORD = "a password of some length";
    private static final AtomicInteger COUNT = new AtomicInteger();

    @Inject
    private LoginService logins;

    @Inject
    private UserAdministration administration;

    @Inject
    private Store store;

    private static Caller everything() {
        return new Caller("test", "test", TENANT, Role.SUPER_ADMIN.permissions(), "test", "test");
    }

    private String user() {
        String name = "flooded-" + COUNT.incrementAndGet();
        TenantScope.run(
                TENANT, () -> administration.add(everything(), new UserDraft(name, null, List.of(), PASSWORD, false)));
        return name;
    }

    private boolean login(String address, String name, String password) {
        Origin.enter(Origin.of("request", address, "test"));
        try {
            return logins.login(name, password, null, null).user().username().equals(name);
        } catch (HubException.Refused e) {
            return false;
        } finally {
            Origin.leave();
        }
    }

    private long told(String name, String reason) {
        return TenantScope.call(TENANT, () -> store.ofTenant()
                .commands()
                .getCollection("audit")
                .countDocuments(and(eq("resource", "user/" + name), regex("details", "\"" + reason + "\""))));
    }

    @Test
    void tenThousandWrongPasswordsAreRefusedBeforeTheHashAndTold() throws Exception {
        String victim = user();
        String bystander = user();
        String neighbour = user();
        assertThat(login("192.0.2.1", neighbour, PASSWORD)).isTrue();
        assertThat(login("192.0.2.9", victim, PASSWORD)).isTrue();

        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> guessers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                guessers.add(pool.submit(() -> guess(victim, GUESSES / THREADS)));
            }
            for (int i = 0; i < 5; i++) {
                assertThat(login("198.51.100.7", bystander, PASSWORD))
                        .as("someone elsewhere")
                        .isTrue();
                assertThat(login("192.0.2.1", neighbour, PASSWORD))
                        .as("someone beside the guesser")
                        .isTrue();
            }
            for (Future<?> guesser : guessers) {
                guesser.get(10, TimeUnit.MINUTES);
            }
        }

        long looked = told(victim, "wrong_password");
        assertThat(looked).as("passwords that were looked at").isBetween(5L, 30L);
        assertThat(told(victim, "locked")).isEqualTo(GUESSES - looked);
        while (told(victim, "wrong_password") == looked) {
            guess(victim, 1); // the lock that this begins is a long one, the present one may end any moment
        }
        assertThat(login("192.0.2.1", victim, PASSWORD))
                .as("the guesser, even if right")
                .isFalse();
        assertThat(login("192.0.2.9", victim, PASSWORD))
                .as("the user, where they are known")
                .isTrue();
        assertThat(login("203.0.113.5", victim, PASSWORD))
                .as("the user elsewhere")
                .isTrue();
    }

    private void guess(String victim, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(login("192.0.2.1", victim, "guess " + i)).isFalse();
        }
    }

    @Test
    void manyAccountsFromOneAddressAreStoppedToo() {
        String known = user();
        assertThat(login("192.0.2.77", known, PASSWORD)).isTrue();
        String other = user();
        for (int i = 0; i < 100; i++) {
            login("192.0.2.77", "nobody-" + known + "-" + i, "guess"); // each name once: no name is locked
        }
        assertThat(TenantScope.<Long>call(TENANT, () -> store.ofTenant()
                        .commands()
                        .getCollection("audit")
                        .countDocuments(
                                and(regex("resource", "^user/nobody-" + known + "-"), regex("details", "\"locked\"")))))
                .as("names that were never tried before, refused for their address")
                .isPositive();
        assertThat(login("192.0.2.77", known, PASSWORD))
                .as("who was seen there")
                .isTrue();
        assertThat(login("192.0.2.78", other, PASSWORD)).as("elsewhere").isTrue();
    }

    @Test
    void anUnknownNameIsLockedLikeAKnownOne() {
        String name = "nobody-at-all-" + COUNT.incrementAndGet();
        for (int i = 0; i < 8; i++) {
            login("192.0.2.99", name, "guess");
        }
        assertThat(told(name, "locked")).isPositive();
        assertThat(told(name, "unknown_user")).isBetween(5L, 7L);
    }

    @Test
    void aWrongPasswordOfOnesOwnDoesNotLockOut() {
        String name = user();
        for (int i = 0; i < 4; i++) {
            assertThat(login("192.0.2.55", name, "typo")).isFalse();
        }
        assertThat(login("192.0.2.55", name, PASSWORD)).isTrue();
        for (int i = 0; i < 4; i++) {
            assertThat(login("192.0.2.55", name, "typo")).isFalse();
        }
        assertThat(login("192.0.2.55", name, PASSWORD)).as("counted anew").isTrue();
    }

    @Test
    void guessesAtNameAndAddressOfAUserCountAsOne() {
        String name = "two-names-" + COUNT.incrementAndGet();
        String email = name + "@example.org";
        TenantScope.run(
                TENANT, () -> administration.add(everything(), new UserDraft(name, email, List.of(), PASSWORD, false)));
        for (int i = 0; i < 2; i++) {
            assertThat(login("192.0.2.44", name, "guess")).isFalse();
            assertThat(login("192.0.2.44", email, "guess")).isFalse();
        }
        String pair = Tokens.hash(String.join("\u0000", "pair", TENANT.value(), name, "192.0.2.44"));
        assertThat(store.platform()
                        .commands()
                        .getCollection("login_failures")
                        .find(eq("_id", pair))
                        .first())
                .isNotNull()
                .containsEntry("failures", 4);
    }
}
