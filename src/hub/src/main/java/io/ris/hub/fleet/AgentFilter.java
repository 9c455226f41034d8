package io.ris.hub.fleet;

import org.jspecify.annotations.Nullable;

/**
 * Which agents are asked for; null for any.
 *
 * @param status {@code active} or {@code inactive}
 * @param connectionStatus {@code connected} or {@code disconnected}
 * @param label {@code name=value}
 * @param text part of the name, description or host
 */
public record AgentFilter(
        @Nullable String status,
        @Nullable String connectionStatus,
        @Nullable String label,
        @Nullable String text) {

    /** Every agent. */
    public static final AgentFilter ALL = new AgentFilter(null, null, null, null);
}
