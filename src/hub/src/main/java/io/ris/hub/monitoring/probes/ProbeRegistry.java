package io.ris.hub.monitoring.probes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.fleet.AgentDeleted;
import io.ris.hub.monitoring.documents.ProbeDocuments;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.tenancy.TenantDeleted;
import io.ris.hub.tenancy.TenantRounds;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The probes of the tenant in scope. That one was heard of is written every half minute and when the hub stops. Thread-safe.
 */
@HubService
public class ProbeRegistry {

    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration MEMORY = Duration.ofSeconds(3);
    private static final Duration COME_BACK = Duration.ofMinutes(1);

    private final ProbeRepository probes;
    private final TenantRounds rounds;
    private final RepeatedWork repeated;
    private final Clock clock;
    private final int most;
    private final Map<TenantCode, Map<String, Instant>> heard = new ConcurrentHashMap<>();
    private final Cache<Key, Boolean> registered =
            Caffeine.newBuilder().maximumSize(50_000).expireAfterWrite(INTERVAL).build();
    private final Cache<Key, Boolean> strangers =
            Caffeine.newBuilder().maximumSize(50_000).expireAfterWrite(MEMORY).build();
    private final Cache<TenantCode, Long> counts =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(MEMORY).build();

    @Inject
    ProbeRegistry(
            ProbeRepository probes,
            TenantRounds rounds,
            RepeatedWork repeated,
            Clock clock,
            @ConfigProperty(name = "monitoring.reports.max_agents") int most) {
        this.probes = probes;
        this.rounds = rounds;
        this.repeated = repeated;
        this.clock = clock;
        this.most = most;
    }

    private record Key(TenantCode tenant, String agentId) {}

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        repeated.every(INTERVAL, "writing when probes were heard of", this::write);
    }

    void end(@Observes @Priority(StartupOrder.STOP_NODE) Shutdown shutdown) {
        write();
    }

    /**
     * A probe says that it is there, for the first time or again.
     *
     * @throws HubException.Unavailable if there are as many as there may be
     */
    void register(ProbeDocuments.Registration registration) {
        String agentId = Objects.requireNonNull(registration.agentId());
        if (count() >= most && !probes.exists(agentId)) {
            throw new HubException.Unavailable(
                    ProblemType.CLIENT_LIMIT, "there are as many probes as there may be: " + most, COME_BACK, null);
        }
        probes.register(
                agentId,
                Objects.requireNonNull(registration.hostname()),
                Objects.requireNonNullElse(registration.metadata(), Map.of()),
                clock.instant());
        Key key = new Key(TenantScope.require(), agentId);
        registered.put(key, true);
        strangers.invalidate(key);
        counts.invalidate(TenantScope.require());
    }

    /** Something came from an agent, which may be none that has registered. */
    void heardOf(String agentId) {
        if (isRegistered(agentId)) {
            heard.computeIfAbsent(TenantScope.require(), code -> new ConcurrentHashMap<>())
                    .put(agentId, clock.instant());
        }
    }

    /** Whether a probe has registered, as far as it is known here by now. */
    public boolean isRegistered(String agentId) {
        Key key = new Key(TenantScope.require(), agentId);
        if (registered.getIfPresent(key) != null) {
            return true;
        }
        if (strangers.getIfPresent(key) != null) {
            return false;
        }
        boolean exists = probes.exists(agentId);
        (exists ? registered : strangers).put(key, true);
        return exists;
    }

    /** All that have registered, by id. */
    List<Probe> all() {
        Map<String, Instant> latest = heard.getOrDefault(TenantScope.require(), Map.of());
        return probes.all().stream()
                .map(probe -> new Probe(
                        probe.agentId(),
                        probe.hostname(),
                        probe.metadata(),
                        probe.registeredAt(),
                        later(probe.lastSeen(), latest.get(probe.agentId()))))
                .sorted(Comparator.comparing(Probe::agentId))
                .toList();
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other == null || other.isBefore(one) ? one : other;
    }

    /** How many have registered. */
    public long count() {
        return counts.get(TenantScope.require(), code -> probes.count());
    }

    private void write() {
        rounds.forEach("writing when probes were heard of", List.copyOf(heard.keySet()), this::write);
    }

    private void write(TenantCode tenant) {
        Map<String, Instant> latest = heard.getOrDefault(tenant, Map.of());
        latest.forEach((agentId, at) -> {
            probes.seen(agentId, at);
            latest.remove(agentId, at); // what came meanwhile is for the next time
        });
    }

    /** The agent of a client that was deleted; a probe that goes on by its name registers anew. */
    void forget(@Observes AgentDeleted deleted) {
        Key key = new Key(deleted.agent().tenant(), deleted.agent().agentId().value());
        TenantScope.run(key.tenant(), () -> probes.remove(key.agentId()));
        heard.getOrDefault(key.tenant(), new ConcurrentHashMap<>()).remove(key.agentId());
        registered.invalidate(key);
        counts.invalidate(key.tenant());
    }

    void forget(@Observes TenantDeleted deleted) {
        heard.remove(deleted.tenant());
        registered.asMap().keySet().removeIf(key -> key.tenant().equals(deleted.tenant()));
        counts.invalidate(deleted.tenant());
    }
}
