package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Agents whose certificates live for seconds: how they come to the next one, whatever happens to them. */
@ExtendWith(SharedHub.class)
class CertificateRenewalIT {

    private static final Duration LIFETIME = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int DISMISSED = 6;
    private static final int KILLS = 2;

    private static Hub hub;
    private static RisApi api;

    @BeforeAll
    static void start() {
        hub = Hub.withoutAgent()
                .with("RIS_CLIENT_MANAGEMENT_CERTIFICATE_LIFETIME", LIFETIME.toSeconds() + "s")
                .with("RIS_CLIENT_MANAGEMENT_RENEWAL_GRACE", GRACE.toSeconds() + "s")
                .start();
        api = hub.admin();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(5));
    }

    private static Instant expiry(AgentProcess agent) {
        return Instant.parse(
                api.agent(agent.id()).path("certificate_expires_at").asText());
    }

    private static void awaitTime(Instant time) {
        await().until(() -> Instant.now().isAfter(time));
    }

    private static String key(AgentProcess agent) {
        return Scratch.read(agent.file("key.pem"));
    }

    @Test
    void renewsOverTheConnectionAgainAndAgainWhileItWorks() {
        try (AgentProcess agent = AgentProcess.enrolled(hub, "renewing")) {
            Effects effects = new Effects();
            String task = api.submit(effects.appendBehindGate(agent.id(), "through-renewals", 0));
            effects.awaitBegun("through-renewals");
            Set<String> keys = new HashSet<>();
            Instant first = expiry(agent);

            await().until(() -> {
                keys.add(key(agent));
                return keys.size() == 3;
            });

            assertThat(expiry(agent)).isAfter(first);
            awaitTime(first);
            effects.openGate("through-renewals");
            assertThat(api.awaitFinal(task).path("status").asText()).isEqualTo("completed");
            assertThat(effects.count("through-renewals")).isEqualTo(1);
        }
    }

    @Test
    void voidsTheOldKeyOnceTheNewOneIsInUse() throws IOException {
        try (AgentProcess agent = AgentProcess.enrolled(hub, "replaced")) {
            Path stolen = Scratch.directory("stolen");
            for (String file : Set.of("key.pem", "ca.pem", "agent.json")) {
                Files.copy(agent.file(file), stolen.resolve(file));
            }
            String old = key(agent);
            await().until(() -> !key(agent).equals(old));
            await().until(() -> api.isConnected(agent.id()));

            try (Program thief = Program.ris(Map.of(), List.of("agent", "--data-dir", stolen.toString()))) {
                assertThat(thief.awaitExit(LIMIT)).isEqualTo(DISMISSED);
            }
            api.awaitConnected(agent.id());
        }
    }

    @Test
    void comesBackWhereverARenewalWasCutShort() {
        try (AgentProcess agent = AgentProcess.enrolled(hub, "cut-short")) {
            for (int kill = 0; kill < KILLS; kill++) {
                String old = key(agent);
                await().until(() ->
                        Files.exists(agent.file("key.next.pem")) || !key(agent).equals(old));
                agent.kill();
                agent.restart();
                agent.awaitConnected();
            }
            assertThat(api.run(Submission.command(agent.id(), "true"))
                            .path("status")
                            .asText())
                    .isEqualTo("completed");
        }
    }

    @Test
    void renewsWithItsOldKeyWhereItWasOffPastTheEnd() {
        try (AgentProcess agent = AgentProcess.enrolled(hub, "was-off")) {
            agent.kill();
            awaitTime(expiry(agent));

            agent.restart();
            agent.awaitConnected();

            assertThat(expiry(agent)).isAfter(Instant.now());
        }
    }

    @Test
    void saysThatItMustBeEnrolledAgainWhereItWasOffTooLong() {
        try (AgentProcess agent = AgentProcess.enrolled(hub, "off-too-long")) {
            agent.kill();
            awaitTime(expiry(agent).plus(GRACE));

            agent.restart();

            assertThat(agent.program().awaitExit(LIMIT)).isEqualTo(DISMISSED);
            assertThat(agent.program().stderr()).contains("enrol this agent again with a new token");

            agent.enrol(api.post("/platform/v1/ris/" + agent.number() + "/enrolment", Map.of())
                    .expect(201)
                    .data()
                    .path("enrolment"));
            agent.awaitConnected();
        }
    }
}
