package io.ris.hub.tasks;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The places that this node has for tasks offered or running, over all its agents. The last tenth is kept for tenants that have
 * less than a tenth themselves, so that one tenant's long tasks do not shut out the others. Thread-safe.
 */
@HubService
class NodePlaces {

    private static final int TENTH = 10;

    private final int limit;
    private final int kept;
    private final Map<TenantCode, Share> shares = new ConcurrentHashMap<>();
    private int taken;
    private volatile Consumer<AgentKey> freed = agent -> {};

    @Inject
    NodePlaces(@ConfigProperty(name = "task_orchestration.max_concurrent_tasks") int limit) {
        this.limit = limit;
        this.kept = limit / TENTH;
    }

    /** What a tenant has of the node. */
    Share of(TenantCode tenant) {
        return shares.computeIfAbsent(tenant, code -> new Share());
    }

    /** Is told whenever an agent has a task less; must not block. */
    void whenFree(Consumer<AgentKey> listener) {
        freed = listener;
    }

    /** An agent has a task less. */
    void freed(AgentKey agent) {
        freed.accept(agent);
    }

    /** How many places are taken. */
    synchronized int taken() {
        return taken;
    }

    /** How many tasks wait for any agent. */
    int waiting() {
        return shares.values().stream().mapToInt(Share::waiting).sum();
    }

    /** The places of a tenant, and how many of its tasks wait. */
    final class Share {

        private int held;
        private int waits;

        /** Whether the tenant may have another place now. */
        boolean hasRoom() {
            synchronized (NodePlaces.this) {
                int free = limit - taken;
                return free > 0 && (free > kept || held < kept);
            }
        }

        /** Takes a place, if the tenant may have one. */
        boolean take() {
            synchronized (NodePlaces.this) {
                if (!hasRoom()) {
                    return false;
                }
                claim();
                return true;
            }
        }

        /** Takes a place for what an agent has already, whether there is room or not. */
        void claim() {
            synchronized (NodePlaces.this) {
                held++;
                taken++;
            }
        }

        void give() {
            synchronized (NodePlaces.this) {
                held--;
                taken--;
            }
        }

        void waits(int more) {
            synchronized (NodePlaces.this) {
                waits += more;
            }
        }

        /** How many of the tenant's tasks wait on this node. */
        int waiting() {
            synchronized (NodePlaces.this) {
                return waits;
            }
        }
    }
}
