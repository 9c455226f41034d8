package io.ris.hub.fleet.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.protocol.HubFrame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TelemetryWishTest {

    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final Optional<List<String>> COLLECTORS = Optional.of(List.of("host", "network"));

    @Test
    void asksForWhatIsSet() {
        assertThat(new TelemetryWish(true, INTERVAL, COLLECTORS).wish())
                .contains(new HubFrame.Telemetry(INTERVAL, List.of("host", "network")));
    }

    @Test
    void asksForNothingWhereItIsSwitchedOffOrNothingIsToBeLookedAt() {
        assertThat(new TelemetryWish(false, INTERVAL, COLLECTORS).wish()).isEmpty();
        assertThat(new TelemetryWish(true, INTERVAL, Optional.of(List.of())).wish())
                .isEmpty();
        assertThat(new TelemetryWish(true, INTERVAL, Optional.empty()).wish()).isEmpty();
    }
}
