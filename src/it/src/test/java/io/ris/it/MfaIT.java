package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The second factor, with an authenticator as people have them. */
@ExtendWith(SharedHub.class)
class MfaIT {

    private final Hub hub;

    MfaIT(Hub hub) {
        this.hub = hub;
    }

    /** Someone with a second factor. */
    private record Guarded(Person person, RisApi api, AuthenticatorApp app, long usedStep, JsonNode recoveryCodes) {

        Reply login(String code) {
            return person.api()
                    .post("/auth/login", Map.of("username", person.name(), "password", person.password(), "otp", code));
        }

        /** A code that was not used: the one to come, which is good for clocks that are ahead. */
        String freshCode() {
            return app.code(Math.max(app.step(), usedStep + 1));
        }
    }

    private static Guarded guard(Person person) {
        RisApi api = person.loggedIn();
        JsonNode enrolment = api.post("/auth/mfa/enrol", Map.of("password", person.password()))
                .expect(200)
                .data();
        AuthenticatorApp app = AuthenticatorApp.scanning(enrolment.path("uri").asText());
        api.post("/auth/mfa/confirm", Map.of("code", app.wrongCode())).expect(422);
        long step = app.step();
        JsonNode codes = api.post("/auth/mfa/confirm", Map.of("code", app.code(step)))
                .expect(200)
                .data()
                .path("recovery_codes");
        assertThat(codes).hasSize(10);
        return new Guarded(person, api, app, step, codes);
    }

    @Test
    void aLoginNeedsAFreshCode() {
        Guarded guarded = guard(Person.invited(hub, "operator"));
        guarded.person().login().expectProblem(401, "otp_required");
        guarded.login(guarded.app().wrongCode()).expectProblem(401, "login_failed");
        guarded.login(guarded.app().code(guarded.usedStep())).expectProblem(401, "login_failed");
        String code = guarded.freshCode();
        guarded.login(code).expect(200);
        guarded.login(code).expectProblem(401, "login_failed");
    }

    @Test
    void aRecoveryCodeIsGoodOnce() {
        Guarded guarded = guard(Person.invited(hub, "operator"));
        String code = guarded.recoveryCodes().path(3).asText();
        guarded.login(code).expect(200);
        guarded.login(code).expect(401);
        guarded.login(guarded.recoveryCodes().path(4).asText()).expect(200);
    }

    /** Who guesses codes has the password: their wrong codes lock the code, or the pair of name and address before. */
    @Test
    void guessersOfCodesAreStopped() {
        Guarded guarded = guard(Person.invited(hub, "operator"));
        for (int i = 0; i < 12; i++) {
            assertThat(guarded.login(guarded.app().wrongCode()).status()).isIn(401, 429);
        }
        assertThat(guarded.login(guarded.freshCode()).status()).isIn(401, 429);
    }

    @Test
    void passwordAndCodeTakeItAway() {
        Guarded guarded = guard(Person.invited(hub, "operator"));
        Map<String, String> wrong = Map.of("password", "wrong", "code", guarded.freshCode());
        guarded.api().post("/auth/mfa/disable", wrong).expect(422);
        guarded.api()
                .post("/auth/mfa/disable", Map.of("password", guarded.person().password(), "code", guarded.freshCode()))
                .expect(200);
        guarded.person().login().expect(200);
    }

    @Test
    void anAdministratorTakesItAwayFromWhoLostIt() {
        Guarded guarded = guard(Person.invited(hub, "operator"));
        hub.admin().delete(guarded.person().path() + "/mfa").expect(200);
        guarded.api().get("/auth/me").expect(401);
        guarded.person().login().expect(200);
    }

    @Test
    void administratorsDoNothingWithoutWhereItIsRequired() {
        try (Hub strict = Hub.withoutAgent()
                .with("RIS_AUTHENTICATION_MFA_REQUIRED", "true")
                .start()) {
            RisApi admin = strict.api().loggedIn(strict.password());
            admin.get("/platform/v1/users").expect(403);
            admin.get("/auth/me").expect(200);
            JsonNode enrolment = admin.post("/auth/mfa/enrol", Map.of("password", strict.password()))
                    .expect(200)
                    .data();
            AuthenticatorApp app =
                    AuthenticatorApp.scanning(enrolment.path("uri").asText());
            admin.post("/auth/mfa/confirm", Map.of("code", app.code())).expect(200);
            admin.get("/platform/v1/users").expect(200);
            strict.api().login("admin", strict.password()).expectProblem(401, "otp_required");
        }
    }
}
