package io.ris.hub.tasks.deadletters;

import java.time.Instant;
import java.util.Map;

/**
 * A message that no node could read.
 *
 * @param id made for the list
 * @param queue where it was sent to
 * @param properties what it says, as far as it can be told
 * @param reason why it cannot be read
 */
public record DeadMessage(String id, Instant receivedAt, String queue, Map<String, String> properties, String reason) {

    public DeadMessage {
        properties = Map.copyOf(properties);
    }
}
