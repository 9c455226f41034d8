package io.ris.hub.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.crypto.Tokens;
import io.ris.hub.platform.web.Caller;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class LoginServiceIT {

    private static final TenantCode TENANT = new TenantCode("default");

    @Inject
    private LoginService logins;

    @Inject
    private SigningKeys keys;

    @Inject
    private SigningKeyRepository storedKeys;

    @Inject
    private SessionRepository sessions;

    @Inject
    @ConfigProperty(name = "data_dir")
    private String dataDirectory;

    private String password() throws IOException {
        return Files.readString(Path.of(dataDirectory, "admin-password")).strip();
    }

    private LoginService.Grant login() throws IOException {
        return logins.login("admin", password(), null);
    }

    private static void isRefused(ProblemType type, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(HubException.Refused.class, fault -> assertThat(fault.type())
                .isEqualTo(type));
    }

    /** What the server makes of a token that it has verified. */
    private record Claims(SignedJWT token) implements JsonWebToken {

        @Override
        public String getName() {
            return getClaim("upn");
        }

        @Override
        public Set<String> getClaimNames() {
            return Set.of();
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the interface asks for
        public <T> T getClaim(String name) {
            try {
                Object claim = token.getJWTClaimsSet().getClaim(name);
                return (T) ("groups".equals(name) ? Set.copyOf((List<String>) claim) : claim);
            } catch (ParseException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Caller caller(LoginService.Grant grant) throws ParseException {
        return logins.resolve(new Claims(SignedJWT.parse(grant.accessToken())), "request");
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
        assertThat(caller.permissions()).isEqualTo(Role.SUPER_ADMIN.permissions());
        TenantScope.run(
                TENANT, () -> assertThat(logins.require(caller).username()).isEqualTo("admin"));
    }

    @Test
    void whateverIsWrongALoginFailsWithTheSameWords() throws Exception {
        String right = password();
        List<String> told = Stream.of(
                        refusal("admin", "wrong", null),
                        refusal("nobody", right, null),
                        refusal("admin", right, "nowhere"),
                        refusal("admin", right, "No Tenant"),
                        refusal("ADMIN", right, null),
                        refusal("admin", right + "x", "default"))
                .map(fault -> fault.type().slug() + ": " + fault.detail())
                .distinct()
                .toList();
        assertThat(told).singleElement().asString().startsWith("login_failed");
    }

    private HubException.Refused refusal(String username, String password, String tenant) {
        return catchThrowableOfType(HubException.Refused.class, () -> logins.login(username, password, tenant));
    }

    @Test
    void aRefreshReplacesTheRefreshToken() throws Exception {
        LoginService.Grant first = login();
        LoginService.Grant second = logins.refresh(first.refreshToken());
        assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
        assertThat(caller(second).sessionId()).isEqualTo(caller(first).sessionId());
        LoginService.Grant third = logins.refresh(second.refreshToken());
        assertThat(caller(third).username()).isEqualTo("admin");
    }

    @Test
    void aRefreshTokenThatIsUsedTwiceEndsItsSession() throws Exception {
        LoginService.Grant first = login();
        LoginService.Grant second = logins.refresh(first.refreshToken());
        isRefused(ProblemType.SESSION_ENDED, () -> logins.refresh(first.refreshToken()));
        isRefused(ProblemType.SESSION_ENDED, () -> logins.refresh(second.refreshToken()));
        isRefused(ProblemType.SESSION_ENDED, () -> caller(second));
    }

    @Test
    void whoKnowsASessionsIdButNoneOfItsTokensCannotEndIt() throws Exception {
        LoginService.Grant grant = login();
        String guess = "default." + caller(grant).sessionId() + "." + Tokens.random() + "." + Tokens.random();
        isRefused(ProblemType.SESSION_ENDED, () -> logins.refresh(guess));
        assertThat(caller(logins.refresh(grant.refreshToken())).username()).isEqualTo("admin");
    }

    @Test
    void ofManyRefreshesWithOneTokenOneWinsAtMost() throws Exception {
        LoginService.Grant grant = login();
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        int won = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                results.add(pool.submit(() -> {
                    start.await();
                    try {
                        logins.refresh(grant.refreshToken());
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
            isRefused(ProblemType.SESSION_ENDED, () -> logins.refresh(wrong));
        }
    }

    @Test
    void aLogoutEndsTheSession() throws Exception {
        LoginService.Grant grant = login();
        Caller caller = caller(grant);
        TenantScope.run(TENANT, () -> logins.logout(caller));
        isRefused(ProblemType.SESSION_ENDED, () -> caller(grant));
        isRefused(ProblemType.SESSION_ENDED, () -> logins.refresh(grant.refreshToken()));
        assertThat(caller(login()).username()).isEqualTo("admin");
    }

    @Test
    void theStoreHoldsNoRefreshToken() throws Exception {
        LoginService.Grant grant = login();
        String session = caller(grant).sessionId();
        TenantScope.run(TENANT, () -> assertThat(sessions.find(session))
                .hasValueSatisfying(stored -> assertThat(grant.refreshToken()).doesNotContain(stored.refreshHash())));
    }

    @Test
    void accessTokensAreSignedWithAPublishedKey() throws Exception {
        JWKSet published = JWKSet.parse(new PublishedKeys().getValue("mp.jwt.verify.publickey"));
        assertThat(published.getKeys()).noneMatch(key -> key.isPrivate());
        SignedJWT token = SignedJWT.parse(login().accessToken());
        RSAKey key = published.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey();
        assertThat(token.verify(new RSASSAVerifier(key))).isTrue();
    }

    @Test
    void signingKeysOutliveARestart() {
        String before = keys.currentId();
        int count = storedKeys.all().size();
        keys.load(null);
        assertThat(keys.currentId()).isEqualTo(before);
        assertThat(storedKeys.all()).hasSize(count);
    }

    @Test
    void theStoreHoldsNoOpenSigningKey() {
        assertThat(storedKeys.all()).allSatisfy(key -> assertThat(key.sealed()).doesNotContain("\"d\"", "kty"));
    }
}
