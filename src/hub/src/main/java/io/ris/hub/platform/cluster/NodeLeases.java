package io.ris.hub.platform.cluster;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Which nodes live: each renews its lease in the store every 2 s, for 8 s. A node whose lease ran out owns no agent any
 * more, and must not speak to one. Thread-safe.
 */
@HubService
public class NodeLeases {

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration LEASE = Duration.ofSeconds(8);

    private final NodeRepository nodes;
    private final HubNode self;
    private final Clock clock;
    private final RepeatedWork repeated;
    private volatile Set<String> live = Set.of();
    private volatile Instant ownUntil = Instant.MIN;

    @Inject
    NodeLeases(NodeRepository nodes, HubNode self, Clock clock, RepeatedWork repeated) {
        this.nodes = nodes;
        this.self = self;
        this.clock = clock;
        this.repeated = repeated;
    }

    void begin(@Observes @Priority(StartupOrder.STORE + 1) Startup startup) {
        renew();
        repeated.every(INTERVAL, "renewing the node's lease", this::renew);
    }

    /** The ids of the nodes that live, this one among them. */
    public Set<String> live() {
        return live;
    }

    /** Whether this node may still speak for its agents. */
    public boolean isHeld() {
        return clock.instant().isBefore(ownUntil);
    }

    void renew() {
        Instant now = clock.instant();
        Instant until = now.plus(LEASE);
        nodes.renew(self.id(), until);
        ownUntil = until;
        live = nodes.liveAt(now);
    }

    void end(@Observes @Priority(StartupOrder.STOP_NODE) Shutdown shutdown) {
        nodes.remove(self.id());
    }
}
