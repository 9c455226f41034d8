package io.ris.hub.tasks;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.TenantCode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;

/**
 * Agents that could be given a task, tenant after tenant and in each tenant agent after agent, so that whoever has ten thousand
 * tasks waiting has one turn between two of anybody else's. Thread-safe.
 */
final class FairTurns {

    private final LinkedHashMap<TenantCode, LinkedHashSet<AgentKey>> ready = new LinkedHashMap<>();
    private final LinkedHashMap<TenantCode, LinkedHashSet<AgentKey>> blocked = new LinkedHashMap<>();

    /** Puts an agent at the end of its tenant's line. */
    synchronized void add(AgentKey agent) {
        LinkedHashSet<AgentKey> line = blocked.get(agent.tenant());
        if (line == null) {
            line = ready.computeIfAbsent(agent.tenant(), tenant -> new LinkedHashSet<>());
        }
        line.add(agent);
    }

    /** Takes the agent whose turn it is; its tenant goes to the end. */
    synchronized Optional<AgentKey> next() {
        Map.Entry<TenantCode, LinkedHashSet<AgentKey>> first = ready.pollFirstEntry();
        if (first == null) {
            return Optional.empty();
        }
        AgentKey agent = first.getValue().removeFirst();
        if (!first.getValue().isEmpty()) {
            ready.put(first.getKey(), first.getValue());
        }
        return Optional.of(agent);
    }

    /** The agent's tenant has no turn until there is room again; the agent is the first then. */
    synchronized void block(AgentKey agent) {
        LinkedHashSet<AgentKey> line = blocked.computeIfAbsent(agent.tenant(), tenant -> new LinkedHashSet<>());
        Optional.ofNullable(ready.remove(agent.tenant())).ifPresent(line::addAll);
        line.addFirst(agent);
    }

    /** There is room: those who were blocked the longest come first. */
    synchronized void unblock() {
        blocked.forEach((tenant, line) ->
                ready.computeIfAbsent(tenant, code -> new LinkedHashSet<>()).addAll(line));
        blocked.clear();
    }

    /** Whether nobody could be given a task now. */
    synchronized boolean isEmpty() {
        return ready.isEmpty();
    }
}
