package io.ris.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ris.bench.probes.Machine;
import io.ris.bench.probes.MachineShape;
import io.ris.protocol.Json;
import io.ris.protocol.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampedRequestTest {

    private static final Instant WRITTEN = Instant.parse("2026-11-23T01:06:51.123456789Z");

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23T01:06:52Z", "2026-12-31T23:59:59.000000001Z", "2027-01-01T00:00:00.987654321Z"})
    void setsEveryTimeOfAReportAndNothingElse(Instant now) throws IOException {
        Machine machine = new Machine("probe", MachineShape.COMMON, 1, 10);
        Report report = machine.next(WRITTEN);
        StampedRequest request = new StampedRequest(Json.strict().writeValueAsBytes(report));

        Report sent = Json.strict().readValue(request.at(now), Report.class);

        assertThat(sent.timestamp()).isEqualTo(now);
        assertThat(sent.hostInfo().timestamp()).isEqualTo(now);
        assertThat(sent.dockerInfo().timestamp()).isEqualTo(now);
        assertThat(sent.processesInfo().timestamp()).isEqualTo(now);
        assertThat(sent.networkInfo().timestamp()).isEqualTo(now);
        assertThat(Json.strict().readValue(request.at(WRITTEN), Report.class)).isEqualTo(report);
    }

    @Test
    void aTimeIsWritableWithAllItsDigits() {
        assertThat(StampedRequest.writable(WRITTEN)).hasToString("2026-11-23T01:06:51.123456001Z");
        assertThat(StampedRequest.writable(Instant.parse("2026-11-23T01:06:51Z")))
                .hasToString("2026-11-23T01:06:51.000000001Z");
    }

    @Test
    void refusesAReportWithoutATime() {
        byte[] timeless =
                "{\"agent_id\":\"a\",\"timestamp\":\"2026-11-23T01:06:51Z\"}".getBytes(StandardCharsets.US_ASCII);

        assertThatIllegalArgumentException().isThrownBy(() -> new StampedRequest(timeless));
    }
}
