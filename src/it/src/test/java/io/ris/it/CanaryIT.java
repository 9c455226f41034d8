package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A secret that was given to the hub is in none of its files, logs, metrics, events and answers (as happened to Rundeck,
 * CVE-2022-31044, and Nomad, GH-28063).
 */
@ExtendWith(SharedHub.class)
class CanaryIT {

    /** Told once, for whoever starts the hub. */
    private static final List<String> FIRST_PASSWORD = List.of("admin-password");

    private final Canary canary = new Canary();
    private Hub hub;
    private RisApi api;

    @BeforeEach
    void startHub() {
        String masterKey = Scratch.masterKey();
        canary.made("the master key", masterKey);
        String signing = "whsec_" + Scratch.masterKey();
        canary.made("the secret of the settings' webhook", signing);
        hub = Hub.withLocalAgent();
        hub.with("RIS_MASTER_KEY", masterKey)
                .with("RIS_SERVER_PUBLIC_URL", hub.base().toString())
                .with(
                        "RIS_MONITORING_ALERTING_WEBHOOK_URL",
                        "https://alerts.invalid/" + canary.secret("the address of the settings' webhook"))
                .with("RIS_MONITORING_ALERTING_WEBHOOK_SECRET", signing)
                .with("RIS_AUTHENTICATION_OIDC_ENABLED", "true")
                .with("RIS_AUTHENTICATION_OIDC_ISSUER", "https://127.0.0.1:9/realm")
                .with("RIS_AUTHENTICATION_OIDC_CLIENT_ID", "ris")
                .with("RIS_AUTHENTICATION_OIDC_CLIENT_SECRET", canary.secret("the secret for the identity provider"))
                .start();
        api = hub.admin();
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void noSecretIsFoundAgain() {
        canary.made("the first password", hub.password());
        canary.made(
                "an access token",
                api.login("admin", hub.password()).data().path("access_token").asText());
        canary.made(
                "a refresh token",
                api.login("admin", hub.password()).data().path("refresh_token").asText());
        api.login("admin", canary.secret("a wrong password")).expect(401);
        canary.made(
                "an enrolment token",
                api.createAgent("canary").path("enrolment").path("token").asText());

        List<String> tasks = List.of(
                finished(Submission.script("local", "true")
                        .task("environment", Map.of("TOKEN", canary.secret("a command's environment")))
                        .task("stdin", canary.secret("a command's input"))),
                finished(Submission.file("local", "push", Scratch.absent("canary"))
                        .task("content", canary.secret("a file's content"))),
                finished(Submission.command("local", "true", canary.secret("a command's argument"))),
                finished(http(Map.of("type", "basic", "username", "u", "password", canary.secret("basic password")))),
                finished(http(Map.of("type", "bearer", "bearer_token", canary.secret("bearer token")))),
                finished(http(
                        Map.of("type", "api_key", "api_key", canary.secret("API key"), "custom_header", "X-Api-Key"))),
                finished(Submission.http("local", "http://127.0.0.1:9/")
                        .task("cookies", Map.of("session", canary.secret("a cookie")))),
                finished(Submission.http("local", "https://127.0.0.1:9/").task("tls", clientIdentity())),
                finished(Submission.http("local", "http://127.0.0.1:9/")
                        .task("headers", Map.of("Authorization", "Bearer " + canary.secret("a header")))
                        .task("method", "POST")
                        .task("body", canary.secret("a body"))));

        String job = api.execute(Submission.command("nobody", "true", canary.secret("the argument of a job's command"))
                        .task("stdin", canary.secret("the input of a job's command"))
                        .forTarget(Map.of("expression", "not exists canary", "strategy", "all")))
                .expect(202)
                .data()
                .path("job_id")
                .asText();
        await("the job given to its clients")
                .until(() -> api.tasks("job_id=" + job).json().path("total").asInt() == 2);

        for (String task : tasks) {
            canary.assertAbsent(
                    "events of a task",
                    api.get("/platform/v1/task/" + task + "/events").text());
        }
        canary.assertAbsent(
                "what is shown of the settings' webhook",
                api.get("/platform/v1/webhooks").expect(200).text());
        assertNowhere();
    }

    @Test
    void noSecretOfPeopleAndTenantsIsFoundAgain() {
        NewTenant tenant = NewTenant.of(hub);
        canary.made("a tenant's first password", tenant.password());
        canary.made("a tenant's refresh token", tenant.refreshToken());
        makeSecretsOfAPerson();
        makeSecretsOfPrograms(tenant.api());
        String webhook = makeSecretsOfAWebhook(tenant.api());
        tryATenantsDatabase(tenant);
        canary.made(
                "a deletion's token",
                api.post(NewTenant.of(hub).path() + "/deletion", "")
                        .expect(202)
                        .data()
                        .path("confirmation_token")
                        .asText());
        hub.api().login("of-the-directory", canary.secret("a password of the directory"));

        assertAnswersTellNone(tenant.api());
        assertAnswersTellNone(api);
        canary.assertAbsent(
                "what a webhook was told",
                tenant.api().get(webhook + "/deliveries").expect(200).text());
        canary.assertAbsent("an archive", tenant.exported().toString());
        assertNowhere();
    }

    private void makeSecretsOfAPerson() {
        Person person = Person.added(hub, "operator");
        String path = person.path();
        String invitation = api.post(path + "/invitation", Map.of())
                .expect(201)
                .data()
                .path("token")
                .asText();
        canary.made("an invitation", invitation);
        String password = canary.secret("a password that a person chose");
        hub.api()
                .post("/auth/invitation", Map.of("token", invitation, "password", password))
                .expect(200);
        RisApi own = hub.api()
                .withToken(person.api()
                        .login(person.name(), password)
                        .data()
                        .path("access_token")
                        .asText());
        canary.made(
                "a ticket",
                own.post("/auth/ticket", Map.of()).data().path("ticket").asText());
        JsonNode enrolment = own.post("/auth/mfa/enrol", Map.of("password", password))
                .expect(200)
                .data();
        canary.made("a second factor's secret", enrolment.path("secret").asText());
        AuthenticatorApp app = AuthenticatorApp.scanning(enrolment.path("uri").asText());
        JsonNode codes = own.post("/auth/mfa/confirm", Map.of("code", app.code()))
                .expect(200)
                .data();
        codes.path("recovery_codes").forEach(code -> canary.made("recovery code " + code, code.asText()));
        hub.api()
                .login(person.name(), canary.secret("a person's wrong password"))
                .expect(401);
        api.post(path + "/password", Map.of("password", canary.secret("a password that was given")))
                .expect(200);
    }

    private void makeSecretsOfPrograms(RisApi tenant) {
        for (RisApi owner : List.of(api, tenant)) {
            String key = owner.post("/platform/v1/api-keys", Map.of("name", "k", "scopes", List.of("client:read")))
                    .expect(201)
                    .data()
                    .path("key")
                    .asText();
            canary.made("the API key " + key.substring(0, 8), key);
            hub.api().withToken(key).get("/platform/v1/ris").expect(200);
        }
        String refused = canary.secret("a key that is none");
        hub.api().withToken("ris_default_" + refused).get("/platform/v1/ris").expect(401);
        hub.api().post("/auth/refresh", Map.of("refresh_token", canary.secret("a refresh token that is none")));
    }

    /** @return its path */
    private String makeSecretsOfAWebhook(RisApi owner) {
        String url = "https://alerts.invalid/hook?key=" + canary.secret("a webhook's address");
        JsonNode made = owner.post("/platform/v1/webhooks", Map.of("url", url, "events", List.of("*")))
                .expect(201)
                .data();
        String path = "/platform/v1/webhooks/" + made.path("id").asText();
        canary.made("a webhook's secret", made.path("secret").asText());
        canary.made(
                "a webhook's next secret",
                owner.post(path + "/rotate-secret", "")
                        .expect(200)
                        .data()
                        .path("secret")
                        .asText());
        owner.post(path + "/test", "").expect(202);
        return path;
    }

    private void tryATenantsDatabase(NewTenant tenant) {
        Map<String, Object> server = Map.of(
                "host", "127.0.0.1", "username", "ris", "password", canary.secret("a tenant's database password"));
        Reply refused = api.put(tenant.path(), Map.of("database_info", server)).expect(422);
        canary.assertAbsent("the refusal of a database", refused.text());
    }

    private void assertAnswersTellNone(RisApi reader) {
        for (String path : List.of(
                "/platform/v1/audit?per_page=200",
                "/platform/v1/audit/export",
                "/platform/v1/audit/export?format=csv",
                "/platform/v1/users",
                "/platform/v1/api-keys?user_id=*",
                "/auth/sessions",
                "/platform/v1/tenants/current",
                "/platform/v1/tenants/current/usage",
                "/metrics")) {
            canary.assertAbsent(path, reader.get(path).expect(200).text());
        }
    }

    /** Everything that an operator would send in with a fault, and all that is on disk. */
    private void assertNowhere() {
        for (String path : List.of("/metrics", "/platform/v1/tenants", "/platform/v1/keys", "/health", "/openapi")) {
            canary.assertAbsent(path, api.get(path).text());
        }
        canary.assertAbsent("the configuration in force", hub.said("config", "list"));
        canary.assertAbsent("its verification", hub.said("config", "validate"));
        assertThat(hub.stop()).as("exit code of ./ris up").isZero();
        hub.kept().forEach(directory -> canary.assertAbsent(directory, FIRST_PASSWORD));
    }

    /** What {@link #assertNowhere} looks with sees what lies open, in whatever spelling. */
    @Test
    void theCanaryIsSeenWhereItIs() {
        String secret = canary.secret("seen");
        for (String before : List.of("", "1", "12", "123")) {
            byte[] open = (before + secret).getBytes(StandardCharsets.UTF_8);
            assertThat(canary.found(open)).containsExactly("seen");
            assertThat(canary.found(Base64.getEncoder().encode(open))).containsExactly("seen");
        }
        assertThat(canary.found(secret.getBytes(StandardCharsets.UTF_16BE))).containsExactly("seen");
        assertThat(canary.found("nothing".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    private static Submission http(Map<String, String> auth) {
        return Submission.http("local", "http://127.0.0.1:9/")
                .task("auth", auth)
                .task("retries", 0);
    }

    private Map<String, String> clientIdentity() {
        ServerCertificate client = ServerCertificate.writtenTo(Scratch.directory("canary"));
        String key = Scratch.read(client.key());
        canary.made("a line of a client's key", key.lines().skip(5).findFirst().orElseThrow());
        return Map.of("client_certificate", Scratch.read(client.certificate()), "client_key", key);
    }

    private String finished(Submission submission) {
        return api.run(submission).path("task_id").asText();
    }
}
