package io.ris.hub.tasks;

import java.util.Map;

/**
 * A message of {@code ris.tasks} that no node can read. The task that it was for, if any, is found by the sweep.
 *
 * @param properties what it says, as far as it can be told
 * @param reason why it cannot be read
 */
public record UnreadableWakeUp(Map<String, String> properties, String reason) {

    public UnreadableWakeUp {
        properties = Map.copyOf(properties);
    }
}
