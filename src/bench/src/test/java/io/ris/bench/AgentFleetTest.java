package io.ris.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.CommandSpec;
import io.ris.protocol.HubFrame;
import io.ris.protocol.Priority;
import io.ris.protocol.ResultStatus;
import io.ris.protocol.TaskId;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentFleetTest {

    private static final Duration RARELY = Duration.ofHours(1);
    private static final Duration OFTEN = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final TaskId TASK = new TaskId("task-1");

    private final List<AutoCloseable> opened = new ArrayList<>();
    private TestAuthority authority;

    @BeforeEach
    void makeAuthority() throws GeneralSecurityException, IOException {
        authority = new TestAuthority();
    }

    @AfterEach
    void closeInReverse() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    @Test
    void connectsEachAgentWithItsOwnCertificate() throws Exception {
        FakeHub hub = hub(RARELY);
        AgentFleet fleet = fleet(hub, authority, "a-1", "a-2", "a-3");

        fleet.connectAll(LIMIT);

        assertThat(fleet.connected()).isEqualTo(3);
        assertThat(hub.certificates()).containsExactlyInAnyOrder("CN=a-1", "CN=a-2", "CN=a-3");
    }

    @Test
    void saysSoWhereTheHubDoesNotTrustAnAgent() throws Exception {
        FakeHub hub = hub(RARELY);
        AgentFleet fleet = new AgentFleet(
                hub.address(),
                authority.trust(),
                List.of(new TestAuthority().enrol("stranger")),
                1,
                Work.NOTHING,
                Clock.systemUTC());
        opened.add(fleet);

        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> fleet.connectAll(Duration.ofMillis(500)))
                .withMessageContaining("0 of 1");
        assertThat(fleet.counts().failedConnects.sum()).isPositive();
        assertThat(hub.received()).isEmpty();
    }

    @Test
    void doesNotTalkToAHubOfAnotherAuthority() throws Exception {
        FakeHub hub = new FakeHub(new TestAuthority(), RARELY);
        opened.add(hub);
        AgentFleet fleet = fleet(hub, authority, "a-1");

        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> fleet.connectAll(Duration.ofMillis(500)));
        assertThat(hub.upgrades()).isZero();
    }

    @Test
    void sendsHeartbeatsAndCountsTheirAnswers() throws Exception {
        FakeHub hub = hub(OFTEN);
        AgentFleet fleet = fleet(hub, authority, "a-1");
        fleet.connectAll(LIMIT);

        await().until(() -> fleet.counts().heartbeatsSent.sum() >= 3);
        fleet.quieten(LIMIT);

        assertThat(fleet.counts().heartbeatsAnswered.sum())
                .isEqualTo(fleet.counts().heartbeatsSent.sum())
                .isEqualTo(hub.received().stream()
                        .filter(AgentFrame.Heartbeat.class::isInstance)
                        .count());
        assertThat(fleet.counts().takeRoundTrips().getTotalCount()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void sendsNoHeartbeatsForAConnectionThatEnded() throws Exception {
        FakeHub hub = hub(OFTEN);
        AgentFleet fleet = fleet(hub, authority, "a-1");
        FleetCounts counts = fleet.counts();
        fleet.connectAll(LIMIT);
        await().until(() -> counts.heartbeatsSent.sum() >= 1);

        hub.cut();
        await().until(() -> counts.welcomes.sum() == 2);
        long failedWithTheConnection = counts.heartbeatsFailed.sum();
        long sentUntilThen = counts.heartbeatsSent.sum();
        await().until(() -> counts.heartbeatsSent.sum() >= sentUntilThen + 5);

        assertThat(counts.heartbeatsFailed.sum()).isEqualTo(failedWithTheConnection);
    }

    @Test
    void answersPingsOfTheHubAndCountsThem() throws Exception {
        FakeHub hub = hub(RARELY);
        AgentFleet fleet = fleet(hub, authority, "a-1", "a-2");
        fleet.connectAll(LIMIT);

        hub.ping();

        await().until(() -> hub.pongs() == 2);
        assertThat(fleet.counts().hubPings.sum()).isEqualTo(2);
    }

    @Test
    void runsATaskOverTheConnection() throws Exception {
        FakeHub hub = hub(RARELY);
        fleet(hub, authority, "a-1").connectAll(LIMIT);

        hub.send(offer());

        await().until(() -> results(hub).size() == 1);
        assertThat(results(hub)).singleElement().satisfies(result -> assertThat(result.status())
                .isEqualTo(ResultStatus.COMPLETED));
    }

    @Test
    void comesBackAfterTheConnectionWasCutAndSendsItsResultAgain() throws Exception {
        FakeHub hub = hub(RARELY);
        AgentFleet fleet = fleet(hub, authority, "a-1");
        fleet.connectAll(LIMIT);
        hub.send(offer());
        await().until(() -> results(hub).size() == 1);

        hub.cut();

        await().until(() -> results(hub).size() == 2);
        assertThat(fleet.counts().disconnects.sum()).isEqualTo(1);
        assertThat(fleet.connected()).isEqualTo(1);
    }

    @Test
    void staysAwayFromAHubThatForbidsIt() throws Exception {
        FakeHub hub = hub(RARELY);
        AgentFleet fleet = fleet(hub, authority, "a-1");
        fleet.connectAll(LIMIT);

        hub.refuseUpgrades();
        hub.cut();

        await().until(() -> fleet.counts().turnedAway.sum() == 1);
        assertThat(fleet.counts().disconnects.sum()).isEqualTo(1);
        await().during(Duration.ofMillis(300)).until(() -> hub.upgrades() == 2);
    }

    @Test
    void answersAMessageThatIsNoFrameWithAnError() throws Exception {
        FakeHub hub = hub(RARELY);
        AgentFleet fleet = fleet(hub, authority, "a-1");
        fleet.connectAll(LIMIT);

        hub.sendText("{\"type\":\"dance\"}");

        await().until(() -> hub.received().stream().anyMatch(AgentFrame.Fault.class::isInstance));
        assertThat(fleet.counts().brokenFrames.sum()).isEqualTo(1);
    }

    private FakeHub hub(Duration heartbeatInterval) throws GeneralSecurityException, IOException {
        FakeHub hub = new FakeHub(authority, heartbeatInterval);
        opened.add(hub);
        return hub;
    }

    private AgentFleet fleet(FakeHub hub, TestAuthority issuer, String... names)
            throws GeneralSecurityException, IOException {
        List<AgentCredentials> credentials = new ArrayList<>();
        for (String name : names) {
            credentials.add(issuer.enrol(name));
        }
        AgentFleet fleet =
                new AgentFleet(hub.address(), issuer.trust(), credentials, 4, Work.NOTHING, Clock.systemUTC());
        opened.add(fleet);
        return fleet;
    }

    private static HubFrame.Offer offer() {
        return new HubFrame.Offer(
                TASK,
                1,
                1,
                new CommandSpec("uname", List.of("-a"), null, Map.of(), null, null),
                LIMIT,
                Instant.parse("2030-01-01T00:00:00Z"),
                Priority.NORMAL,
                null,
                true);
    }

    private static List<AgentFrame.Result> results(FakeHub hub) {
        return hub.received().stream()
                .filter(AgentFrame.Result.class::isInstance)
                .map(AgentFrame.Result.class::cast)
                .toList();
    }
}
