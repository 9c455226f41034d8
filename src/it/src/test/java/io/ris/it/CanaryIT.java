package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

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
        hub = Hub.withLocalAgent().start();
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
                finished(Submission.command("local", "true", canary.secret("a command's argument"))),
                finished(http(Map.of("type", "basic", "username", "u", "password", canary.secret("basic password")))),
                finished(http(Map.of("type", "bearer", "bearer_token", canary.secret("bearer token")))),
                finished(http(
                        Map.of("type", "api_key", "api_key", canary.secret("API key"), "custom_header", "X-Api-Key"))),
                finished(Submission.http("local", "http://127.0.0.1:9/")
                        .task("headers", Map.of("Authorization", "Bearer " + canary.secret("a header")))
                        .task("method", "POST")
                        .task("body", canary.secret("a body"))));

        for (String task : tasks) {
            canary.assertAbsent(
                    "events of a task",
                    api.get("/platform/v1/task/" + task + "/events").text());
        }
        canary.assertAbsent("metrics", api.get("/metrics").text());
        assertThat(hub.stop()).as("exit code of ./ris up").isZero();
        hub.kept().forEach(directory -> canary.assertAbsent(directory, FIRST_PASSWORD));
    }

    /** What {@link #noSecretIsFoundAgain} looks with sees what lies open, in whatever spelling. */
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

    private String finished(Submission submission) {
        return api.run(submission).path("task_id").asText();
    }
}
