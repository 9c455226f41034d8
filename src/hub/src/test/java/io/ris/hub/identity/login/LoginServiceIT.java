package io.ris.hub.identity.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.ris.hub.identity.roles.Role;
import io.ris.hub.identity.sessions.Grant;
import io.ris.hub.identity.sessions.Refreshes;
import io.ris.hub.identity.sessions.Session;
import io.ris.hub.identity.sessions.SessionService;
import io.ris.hub.identity.users.ExternalIdentity;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.crypto.Tokens;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.web.AccessToken;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.CallerResolver;
import io.ris.hub.platform.web.Permissions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class LoginServiceIT {

    private static final TenantCode TENANT = new TenantCode("default");

    @Inject
    private LoginService logins;

    @Inject
    private SessionService sessions;

    @Inject
    private Refreshes refreshes;

    @Inject
    private CallerResolver callers;

    @Inject
    private Store store;

    @Inject
    @ConfigProperty(name = "data_dir")
    private String dataDirectory;

    private String password() throws IOException {
        return Files.readString(Path.of(dataDirectory, "admin-password")).strip();
    }

    private Grant login() throws IOException {
        return logins.login("admin", password(), null, null);
    }

    private static void isRefused(ProblemType type, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(HubException.Refused.class, fault -> assertThat(fault.type())
                .isEqualTo(type));
    }

    /** What the server makes of a token that it has verified. */
    private static AccessToken verified(Grant grant) throws ParseException {
        JWTClaimsSet claims = SignedJWT.parse(grant.accessToken()).getJWTClaimsSet();
        return new AccessToken(
                claims.getSubject(),
                claims.getStringClaim("upn"),
                claims.getStringClaim(AccessToken.TENANT_CLAIM),
                claims.getStringClaim(AccessToken.SESSION_CLAIM),
                claims.getExpirationTime().toInstant());
    }

    private Caller caller(Grant grant) throws ParseException {
        return callers.resolve(verified(grant), "request");
    }

    @Test
    void onlyTheHubsUserMayReadTheFirstPassword() throws Exception {
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(Path.of(dataDirectory, "admin-password"))))
                .isEqualTo("rw-------");
        assertThat(password()).hasSize(24);
    }

    @Test
    void aLoginGivesTokensThatStandForTheUser() throws Exception {
        Caller caller = caller(login());
        assertThat(caller.username()).isEqualTo("admin");
        assertThat(caller.tenant()).isEqualTo(TENANT);
        assertThat(caller.permissions())
                .containsAll(Role.SUPER_ADMIN.permissions())
                .contains(Permissions.SELF);
    }

    @Test
    void whateverIsWrongALoginFailsWithTheSameWords() throws Exception {
        String right = password();
        List<String> told = Stream.of(
                        refusal("admin", "wrong", null),
                        refusal("nobody", right, null),
                        refusal("admin", right, "nowhere"),
                        refusal("admin", right, "No Tenant"),
                        refusal("admin", right + "x", "default"))
                .map(fault -> fault.type().slug() + ": " + fault.detail())
                .distinct()
                .toList();
        assertThat(told).singleElement().asString().startsWith("login_failed");
    }

    private HubException.Refused refusal(String username, String password, String tenant) {
        return catchThrowableOfType(HubException.Refused.class, () -> logins.login(username, password, tenant, null));
    }

    @Test
    void aRefreshReplacesTheRefreshToken() throws Exception {
        Grant first = login();
        Grant second = refreshes.refresh(first.refreshToken());
        assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
        assertThat(caller(second).sessionId()).isEqualTo(caller(first).sessionId());
        Grant third = refreshes.refresh(second.refreshToken());
        assertThat(caller(third).username()).isEqualTo("admin");
    }

    @Test
    void aRefreshTokenThatIsUsedTwiceEndsItsSession() throws Exception {
        Grant first = login();
        Grant second = refreshes.refresh(first.refreshToken());
        isRefused(ProblemType.SESSION_ENDED, () -> refreshes.refresh(first.refreshToken()));
        isRefused(ProblemType.SESSION_ENDED, () -> refreshes.refresh(second.refreshToken()));
        isRefused(ProblemType.SESSION_ENDED, () -> caller(second));
    }

    @Test
    void whoKnowsASessionsIdButNoneOfItsTokensCannotEndIt() throws Exception {
        Grant grant = login();
        String guess = "default." + caller(grant).sessionId() + "." + Tokens.random() + "." + Tokens.random();
        isRefused(ProblemType.SESSION_ENDED, () -> refreshes.refresh(guess));
        assertThat(caller(refreshes.refresh(grant.refreshToken())).username()).isEqualTo("admin");
    }

    @Test
    void ofManyRefreshesWithOneTokenOneWinsAtMost() throws Exception {
        Grant grant = login();
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        int won = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                results.add(pool.submit(() -> {
                    start.await();
                    try {
                        refreshes.refresh(grant.refreshToken());
                        return true;
                    } catch (HubException.Refused e) {
                        return false;
                    }
                }));
            }
            for (Future<Boolean> result : results) {
                won += result.get(30, TimeUnit.SECONDS) ? 1 : 0;
            }
        }
        assertThat(won).isLessThanOrEqualTo(1);
        isRefused(ProblemType.SESSION_ENDED, () -> caller(grant));
    }

    @Test
    void aRefreshTokenThatIsNoneIsRefused() throws Exception {
        String token = login().refreshToken();
        for (String wrong : List.of(
                "",
                ".",
                "..",
                "...",
                "default",
                "default.x.y",
                token + "x",
                "other" + token.substring(7),
                "a.b.c.d",
                "a.b.c.d.e")) {
            isRefused(ProblemType.SESSION_ENDED, () -> refreshes.refresh(wrong));
        }
    }

    @Test
    void aLogoutEndsTheSession() throws Exception {
        Grant grant = login();
        Caller caller = caller(grant);
        TenantScope.run(TENANT, () -> sessions.end(caller.sessionId()));
        isRefused(ProblemType.SESSION_ENDED, () -> caller(grant));
        isRefused(ProblemType.SESSION_ENDED, () -> refreshes.refresh(grant.refreshToken()));
        assertThat(caller(login()).username()).isEqualTo("admin");
    }

    @Test
    void theHubsUsersLogInWhateverTheCaseOfTheirName() throws Exception {
        assertThat(logins.login("ADMIN", password(), null, null).user().username())
                .isEqualTo("admin");
    }

    @Test
    void someoneWhomADirectoryVouchesForBecomesAUserWithTheRolesOfTheirGroups() throws Exception {
        ExternalIdentity eve = new ExternalIdentity("oidc", "sub-1", "eve", "eve@example.org", List.of("operator"));
        Grant first = logins.signOn(TENANT, eve);
        assertThat(caller(first).permissions()).containsAll(Role.OPERATOR.permissions());

        Grant second = logins.signOn(TENANT, new ExternalIdentity("oidc", "sub-1", "eve.b", null, List.of("readonly")));

        assertThat(second.user().id()).isEqualTo(first.user().id());
        assertThat(caller(second).username()).isEqualTo("eve.b");
        assertThat(caller(first).permissions()).doesNotContain(Permissions.TASK_EXECUTE);
    }

    private Session only(String userId) {
        return TenantScope.call(TENANT, () -> sessions.live(userId).getFirst());
    }

    @Test
    void aSessionOfWhoSignedOnElsewhereEndsADayAfterItBeganHoweverOftenItIsRefreshed() {
        Grant grant = logins.signOn(TENANT, new ExternalIdentity("oidc", "sub-4", "frank", null, List.of()));
        Session first = only(grant.user().id());
        assertThat(first.expiresAt()).isEqualTo(first.createdAt().plus(Duration.ofDays(1)));

        refreshes.refresh(grant.refreshToken());

        assertThat(only(grant.user().id()).expiresAt()).isEqualTo(first.expiresAt());
    }

    @Test
    void aSessionThatIsTooOldForWhoSignedOnElsewhereIsNotRefreshed() {
        Grant grant = logins.signOn(TENANT, new ExternalIdentity("oidc", "sub-5", "grace", null, List.of()));
        Session session = only(grant.user().id());
        TenantScope.run(TENANT, () -> store.ofTenant()
                .commands()
                .getCollection("sessions")
                .updateOne(
                        Filters.eq("_id", session.id()),
                        Updates.set("created_at", Date.from(session.createdAt().minus(Duration.ofDays(2))))));
        isRefused(ProblemType.SESSION_ENDED, () -> refreshes.refresh(grant.refreshToken()));
    }

    @Test
    void aDirectoryCannotTakeTheNameOfAUserOfTheHub() {
        ExternalIdentity admin = new ExternalIdentity("oidc", "sub-2", "Admin", null, List.of("operator"));
        assertThatThrownBy(() -> logins.signOn(TENANT, admin)).isInstanceOf(HubException.Conflict.class);
    }

    @Test
    void aUserOfADirectoryHasNoPasswordHere() {
        logins.signOn(TENANT, new ExternalIdentity("oidc", "sub-3", "mallory", null, List.of()));
        isRefused(ProblemType.LOGIN_FAILED, () -> logins.login("mallory", "nobody's password", null, null));
    }
}
