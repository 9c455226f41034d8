package io.ris.hub.fleet.connection;

import io.ris.hub.fleet.AgentService;
import io.ris.hub.fleet.Heard;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.tenancy.TenantRounds;
import io.ris.protocol.AgentId;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Pings every agent, closes connections that have gone silent, and notes in the store when agents were last heard of and what
 * room they said they have.
 */
@HubService
class LivenessMonitor {

    private static final Duration TURN = Duration.ofSeconds(1);
    private static final int CLOSE_POLICY = 1008;

    private final ConnectionRegistry registry;
    private final AgentService agents;
    private final TenantRounds rounds;
    private final RepeatedWork repeated;
    private final Clock clock;
    private final Duration pingInterval;
    private final Duration silence;

    @Inject
    LivenessMonitor(
            ConnectionRegistry registry,
            AgentService agents,
            TenantRounds rounds,
            RepeatedWork repeated,
            Clock clock,
            @ConfigProperty(name = "client_management.ping_interval") Duration pingInterval,
            @ConfigProperty(name = "client_management.connection_timeout") Duration silence) {
        this.registry = registry;
        this.agents = agents;
        this.rounds = rounds;
        this.repeated = repeated;
        this.clock = clock;
        this.pingInterval = pingInterval;
        this.silence = silence;
    }

    void begin(@Observes @Priority(StartupOrder.FLEET) Startup startup) {
        repeated.every(TURN, "the liveness watch", this::turn);
    }

    private void turn() {
        Instant now = clock.instant();
        registry.all().forEach(connection -> check(connection, now));
        registry.namelessSince(now.minus(silence))
                .forEach(connection -> connection.close(CLOSE_POLICY, "no hello in " + silence.toSeconds() + " s"));
        note(now);
    }

    private void check(AgentConnection connection, Instant now) {
        if (now.isAfter(connection.lastHeard().plus(silence))) {
            connection.close(CLOSE_POLICY, "silent for " + silence.toSeconds() + " s");
        } else if (!now.isBefore(connection.lastPing().plus(pingInterval))) {
            connection.ping(now);
        }
    }

    private void note(Instant now) {
        Map<TenantCode, Map<AgentConnection, Heard>> news = new HashMap<>();
        for (AgentConnection connection : registry.all()) {
            connection.news(now).ifPresent(heard -> news.computeIfAbsent(
                            connection.agent().tenant(), tenant -> new HashMap<>())
                    .put(connection, heard));
        }
        rounds.forEach("noting agents", news.keySet(), tenant -> note(news.getOrDefault(tenant, Map.of()), now));
    }

    private void note(Map<AgentConnection, Heard> news, Instant now) {
        Map<AgentId, Heard> heard = new HashMap<>();
        news.forEach((connection, last) -> heard.put(connection.agent().agentId(), last));
        agents.heard(heard);
        news.forEach((connection, last) -> connection.noted(last, now));
    }
}
