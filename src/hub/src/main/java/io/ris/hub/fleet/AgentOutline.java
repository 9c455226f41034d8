package io.ris.hub.fleet;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What matters of an agent to whoever watches for how agents are.
 *
 * @param since from when it is as it is; null where that is not known
 */
public record AgentOutline(
        String id,
        String name,
        Map<String, String> labels,
        @Nullable Instant since) {

    public AgentOutline {
        labels = Map.copyOf(labels);
    }
}
