package io.ris.hub.monitoring.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ris.hub.monitoring.documents.ProbeDocuments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DueRegistrationsTest {

    private final ProbeDocuments.Registration agent = new ProbeDocuments.Registration("a", "a.example", Map.of());
    private final DueRegistrations registrations = new DueRegistrations();
    private final List<ProbeDocuments.Registration> registered = new ArrayList<>();

    @Test
    void oneIsCarriedOutOnce() {
        registrations.add("1", agent);
        registrations.settle("2", registered::add);
        assertThat(registered).isEmpty();

        registrations.settle("1", registered::add);
        registrations.settle("1", registered::add);
        assertThat(registered).containsExactly(agent);
    }

    @Test
    void oneThatFailsIsTriedAgain() {
        registrations.add("1", agent);
        assertThatThrownBy(() -> registrations.settle("1", registration -> {
                    throw new IllegalStateException("no room");
                }))
                .hasMessage("no room");

        registrations.settle("1", registered::add);
        assertThat(registered).containsExactly(agent);
    }

    @Test
    void oneEndsWithItsConnection() {
        registrations.add("1", agent);
        registrations.forget("1");
        registrations.settle("1", registered::add);

        assertThat(registered).isEmpty();
    }
}
