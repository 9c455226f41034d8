package io.ris.hub.fleet;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person changes of an agent; null leaves a field as it is. */
public record AgentChange(
        @Nullable String name,
        @Nullable String description,
        @Nullable String host,
        @Nullable String status,
        @Nullable List<String> labels) {

    Agent applyTo(Agent agent, Instant now) {
        return new Agent(
                agent.id(),
                agent.number(),
                name == null ? agent.name() : name,
                description == null ? agent.description() : description,
                host == null ? agent.host() : host,
                status == null ? agent.status() : status,
                labels == null ? agent.labels() : labels,
                agent.certificateExpiresAt(),
                agent.revokedAt(),
                agent.version(),
                agent.os(),
                agent.arch(),
                agent.capabilities(),
                agent.capacity(),
                agent.epoch(),
                agent.node(),
                agent.sessionId(),
                agent.lastSeen(),
                agent.disconnectReason(),
                agent.schedulingState(),
                agent.schedulingReason(),
                agent.schedulingSince(),
                agent.drainDeadline(),
                agent.createdAt(),
                now,
                agent.revision());
    }
}
