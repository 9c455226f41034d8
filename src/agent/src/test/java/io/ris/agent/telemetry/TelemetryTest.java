package io.ris.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ris.agent.testing.ManualLoop;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.HubFrame;
import io.ris.protocol.report.Collector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TelemetryTest {

    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private final ManualLoop loop = new ManualLoop();
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final List<Set<Collector>> looked = new ArrayList<>();
    private final List<AgentFrame.Report> sent = new ArrayList<>();
    private final Set<Collector> permitted = EnumSet.allOf(Collector.class);
    private RuntimeException trouble;
    private Error breakdown;
    private final Telemetry telemetry = new Telemetry(
            this::look, permitted::contains, loop, work::add, RandomGenerator.of("L64X128MixRandom"), sent::add);

    private AgentFrame.Report look(Set<Collector> wanted) {
        if (trouble != null) {
            throw trouble;
        }
        if (breakdown != null) {
            throw breakdown;
        }
        looked.add(wanted);
        return AgentFrame.Report.of(("{\"turn\":" + looked.size() + "}").getBytes(StandardCharsets.UTF_8));
    }

    private static HubFrame.Telemetry wish(String... collectors) {
        return new HubFrame.Telemetry(INTERVAL, List.of(collectors));
    }

    private void pass(Duration time) {
        loop.advance(time);
        finish();
    }

    private void finish() {
        while (!work.isEmpty()) {
            work.remove().run();
        }
        loop.run();
    }

    @Test
    void reportsSoonAfterTheWelcomeAndThenAtTheInterval() {
        telemetry.welcomed(wish("host", "network"));
        pass(INTERVAL.dividedBy(5));
        assertThat(sent).hasSize(1);

        pass(INTERVAL.multipliedBy(1));
        pass(INTERVAL.multipliedBy(1));

        assertThat(sent).hasSize(3);
        assertThat(looked).containsOnly(Set.of(Collector.HOST, Collector.NETWORK));
    }

    @Test
    void reportsNothingToAHubThatAsksForNothing() {
        telemetry.welcomed(null);
        telemetry.welcomed(wish());
        telemetry.welcomed(wish("smart_meter"));
        pass(Duration.ofMinutes(5));

        assertThat(sent).isEmpty();
        assertThat(looked).isEmpty();
        assertThat(telemetry.inForce()).isEmpty();
    }

    @Test
    void looksOnlyAtWhatTheMachinesPolicyPermits() {
        permitted.remove(Collector.PROCESS);
        telemetry.welcomed(wish("process", "docker", "smart_meter"));
        pass(INTERVAL);
        assertThat(looked.getFirst()).containsExactly(Collector.DOCKER);
        assertThat(telemetry.inForce()).containsExactly("docker");

        permitted.clear();
        telemetry.welcomed(wish("process", "docker"));
        looked.clear();
        pass(Duration.ofMinutes(1));
        assertThat(looked).isEmpty();
    }

    @Test
    void neverLooksTwiceAtATime() {
        telemetry.welcomed(wish("host"));
        loop.advance(INTERVAL.multipliedBy(4));

        assertThat(work).hasSize(1);

        finish();
        assertThat(sent).hasSize(1);
        loop.advance(INTERVAL);
        assertThat(work).hasSize(1);
    }

    @Test
    void looksAtNothingWithoutAConnection() {
        telemetry.welcomed(wish("host"));
        pass(INTERVAL);
        sent.clear();
        telemetry.disconnected();
        pass(Duration.ofMinutes(5));

        assertThat(sent).isEmpty();
        assertThat(looked).hasSizeLessThanOrEqualTo(2);
        assertThat(telemetry.inForce()).isEmpty();
    }

    @Test
    void whatWasSeenWhenTheConnectionWasLostIsNotSent() {
        telemetry.welcomed(wish("host"));
        loop.advance(INTERVAL);
        telemetry.disconnected();
        finish();

        assertThat(looked).hasSize(1);
        assertThat(sent).isEmpty();
    }

    @Test
    void aReconnectionHasOneRhythmAndThatOfItsOwnWelcome() {
        telemetry.welcomed(wish("host"));
        pass(INTERVAL);
        telemetry.disconnected();
        telemetry.welcomed(new HubFrame.Telemetry(Duration.ofMinutes(1), List.of("host")));
        pass(Duration.ofSeconds(12));
        sent.clear();

        for (int second = 0; second < 600; second++) {
            pass(Duration.ofSeconds(1));
        }

        assertThat(sent).hasSize(10);
    }

    /** The connection came back before the machine had been looked at. */
    @Test
    void aLookThatOutlastsItsConnectionServesTheNext() {
        telemetry.welcomed(wish("host"));
        loop.advance(INTERVAL);
        telemetry.disconnected();
        telemetry.welcomed(wish("host"));
        loop.advance(INTERVAL);
        assertThat(work).hasSize(1);
        finish();

        assertThat(sent).hasSize(1);
    }

    @Test
    void aTroubleCostsOneReport() {
        telemetry.welcomed(wish("host"));
        trouble = new IllegalStateException("of a collector");
        pass(INTERVAL);
        trouble = null;
        pass(INTERVAL);

        assertThat(sent).hasSize(1);
    }

    @Test
    void anErrorOfTheRuntimeIsTheLoopsToHandle() {
        telemetry.welcomed(wish("host"));
        breakdown = new NoClassDefFoundError("gone");
        loop.advance(INTERVAL);
        work.remove().run();

        assertThatThrownBy(loop::run).isSameAs(breakdown);
    }
}
