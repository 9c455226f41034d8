package io.ris.hub.platform.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresOneOf;
import io.ris.hub.platform.web.TestStanding;
import io.ris.hub.platform.websocket.Transport;
import io.ris.hub.testing.ManualClock;
import jakarta.websocket.OnMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveSocketTest {

    private static final Set<String> READER = Set.of(Permissions.MONITORING_READ);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T12:00:00Z"));
    private final Wire wire = new Wire();
    private final LiveSocket socket = new LiveSocket(
            TestStanding.of(READER), List.of(), Runnable::run, new WatchedTransport(wire, clock), () -> {});

    @Test
    void whoSaysNothingIsAskedAfter54SecondsAndGoneAfter60() {
        pass(53);
        assertThat(wire.pings).isZero();
        pass(1);
        assertThat(wire.pings).isEqualTo(1);
        pass(5);
        assertThat(isSilent()).isFalse();
        pass(1);
        assertThat(isSilent()).isTrue();
    }

    @Test
    void whoAnswersIsAskedEvery54SecondsAndStays() {
        for (int pings = 1; pings <= 10; pings++) {
            pass(54);
            assertThat(wire.pings).isEqualTo(pings);
            socket.heard();
            pass(0);
            assertThat(isSilent()).isFalse();
        }
        pass(53);
        assertThat(isSilent()).as("nobody has asked").isFalse();
    }

    @Test
    void whoStillTakesWhatIsOnItsWayIsAskedAfterThatAndHasTimeToAnswer() {
        socket.receive("{\"type\":\"ping\"}");
        pass(54);
        pass(66);
        assertThat(wire.pings).as("beside a message").isZero();
        assertThat(isSilent()).isFalse();

        wire.sendOut();
        pass(1);
        assertThat(wire.pings).isEqualTo(1);
        pass(4);
        assertThat(isSilent()).isFalse();
        pass(1);
        assertThat(isSilent()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"type\":\"report_update\"}"})
    void aSubscriptionToNothingIsToldWhatThereIs(String payload) {
        socket.begin(List.of(new Silent()), Map.of());
        socket.receive("{\"type\":\"subscribe\",\"payload\":" + payload + "}");

        assertThat(wire.sent).singleElement().asString().contains("\"error\"", "agents", "types");
    }

    /** The server looks at no annotation; it says what is asked. */
    @Test
    void messagesSayWhatIsAskedOfTheirSender() {
        assertThat(Stream.of(LiveEndpoint.class.getMethods())
                        .filter(method -> method.isAnnotationPresent(OnMessage.class)))
                .isNotEmpty()
                .allSatisfy(method -> assertThat(Objects.requireNonNull(method.getAnnotation(RequiresOneOf.class))
                                .value())
                        .containsExactlyInAnyOrderElementsOf(LiveRequest.OF_READERS));
    }

    private void pass(int seconds) {
        clock.pass(Duration.ofSeconds(seconds));
        socket.keepAlive(clock.instant());
    }

    private boolean isSilent() {
        return socket.isSilent(clock.instant());
    }

    /** Takes texts, and sends them out when it is told to. */
    private static final class Wire implements Transport {

        private final List<String> sent = new ArrayList<>();
        private final Queue<Consumer<Boolean>> waiting = new ArrayDeque<>();
        private int pings;

        void sendOut() {
            waiting.remove().accept(true);
        }

        @Override
        public void sendText(String text, Consumer<Boolean> done) {
            sent.add(text);
            waiting.add(done);
        }

        @Override
        public boolean sendPing() {
            pings++;
            return true;
        }

        @Override
        public void close(int code, String reason) {}
    }

    /** Something to be told of, of which nothing is. */
    private static final class Silent implements LiveBroadcast, LiveBroadcast.Feed {

        @Override
        public String permission() {
            return Permissions.MONITORING_READ;
        }

        @Override
        public Feed open(Map<String, List<String>> parameters) {
            return this;
        }

        @Override
        public void narrow(JsonNode wish) {}

        @Override
        public void begin(Runnable wake) {}

        @Override
        public Optional<LiveMessage> next() {
            return Optional.empty();
        }

        @Override
        public boolean isOver() {
            return false;
        }

        @Override
        public void close() {}
    }
}
