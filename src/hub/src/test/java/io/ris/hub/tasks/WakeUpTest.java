package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.tasks.TaskQueueListener.WakeUp;
import io.ris.protocol.AgentId;
import io.ris.protocol.TaskId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WakeUpTest {

    private final Map<String, String> said = new HashMap<>(
            Map.of("tenant", "default", "agent", "a", "task", "t", "priority", "3", "since", "2026-01-01T00:00:00Z"));

    @Test
    void saysWhichTaskWaitsForWhichAgent() {
        assertThat(WakeUp.of(said))
                .isEqualTo(new WakeUp(
                        new AgentKey(new TenantCode("default"), new AgentId("a")),
                        new AgentLane.Waiting(new TaskId("t"), 3, Instant.parse("2026-01-01T00:00:00Z"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "agent", "task", "priority", "since"})
    void oneThatSaysTooLittleIsNone(String missing) {
        said.remove(missing);
        assertThatThrownBy(() -> WakeUp.of(said))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it has no " + missing);
    }

    @Test
    void oneWithATimeOrANumberThatIsNoneIsNone() {
        said.put("since", "soon");
        assertThatThrownBy(() -> WakeUp.of(said)).isInstanceOf(DateTimeParseException.class);
        said.put("since", "2026-01-01T00:00:00Z");
        said.put("priority", "high");
        assertThatThrownBy(() -> WakeUp.of(said)).isInstanceOf(NumberFormatException.class);
    }
}
