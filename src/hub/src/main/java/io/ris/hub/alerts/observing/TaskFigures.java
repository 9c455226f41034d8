package io.ris.hub.alerts.observing;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.tasks.TaskEnded;
import io.ris.hub.tasks.TaskState;
import io.ris.hub.tenancy.TenantRounds;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * How the tasks of each agent ended, in slices of ten seconds. Each node counts those that it brings to their end, and adds them
 * every few seconds to what all nodes have counted, in the store. A kill loses the last seconds of a count. Thread-safe.
 */
@HubService
class TaskFigures {

    private static final Duration FLUSH = Duration.ofSeconds(3);
    private static final Duration PRUNE = Duration.ofMinutes(10);
    private static final Duration KEPT = Duration.ofHours(2);
    private static final long SLICE_SECONDS = 10;

    /** In the place of agents beyond these, in one slice. */
    private static final String OTHERS = "others";

    private static final int AGENTS_OF_A_SLICE = 1000;

    private final TaskFigureRepository figures;
    private final TenantRounds rounds;
    private final RepeatedWork repeated;
    private final Clock clock;
    private final Map<Place, TaskCounts> counted = new ConcurrentHashMap<>();

    record Place(TenantCode tenant, long slice, TasksOf key) {}

    /** Whose tasks, and of which type. */
    record TasksOf(String agentId, String type) {}

    @Inject
    TaskFigures(TaskFigureRepository figures, TenantRounds rounds, RepeatedWork repeated, Clock clock) {
        this.figures = figures;
        this.rounds = rounds;
        this.repeated = repeated;
        this.clock = clock;
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        repeated.every(FLUSH, "counting tasks", this::flush);
        repeated.every(
                PRUNE,
                "removing old counts of tasks",
                () -> rounds.forAll(
                        "removing old counts of tasks",
                        tenant -> figures.prune(slice(clock.instant().minus(KEPT)))));
    }

    void ended(@Observes TaskEnded ended) {
        if (ended.state() != TaskState.CANCELLED) {
            TaskCounts one = new TaskCounts(1, ended.state() == TaskState.COMPLETED ? 0 : 1);
            TasksOf key = new TasksOf(ended.agent().value(), ended.type());
            counted.merge(new Place(ended.tenant(), slice(clock.instant()), key), one, TaskCounts::plus);
        }
    }

    void flush() {
        Set<TenantCode> tenants = counted.keySet().stream().map(Place::tenant).collect(Collectors.toSet());
        rounds.forEach("counting tasks", tenants, tenant -> flush(of(tenant)));
    }

    /** What was counted for a tenant since the last turn. */
    List<Place> of(TenantCode tenant) {
        return counted.keySet().stream()
                .filter(place -> place.tenant().equals(tenant))
                .toList();
    }

    /** For the tenant in scope. What cannot be stored now is stored with the next turn. */
    void flush(List<Place> places) {
        Map<Long, Map<TasksOf, TaskCounts>> slices = new TreeMap<>();
        for (Place place : places) {
            TaskCounts counts = counted.remove(place);
            if (counts != null) {
                add(slices.computeIfAbsent(place.slice(), slice -> new HashMap<>()), place.key(), counts);
            }
        }
        slices.forEach((slice, counts) -> store(places.getFirst().tenant(), slice, counts));
    }

    private static void add(Map<TasksOf, TaskCounts> slice, TasksOf key, TaskCounts counts) {
        boolean fits = slice.size() < AGENTS_OF_A_SLICE || slice.containsKey(key);
        slice.merge(fits ? key : new TasksOf(OTHERS, key.type()), counts, TaskCounts::plus);
    }

    private void store(TenantCode tenant, long slice, Map<TasksOf, TaskCounts> counts) {
        try {
            figures.add(slice, counts);
        } catch (RuntimeException e) {
            counts.forEach((key, count) -> counted.merge(new Place(tenant, slice, key), count, TaskCounts::plus));
            throw e;
        }
    }

    /** What was counted on all nodes from a time on, to the slice. */
    Map<TasksOf, TaskCounts> since(Instant from, Instant now) {
        return figures.of(
                LongStream.rangeClosed(slice(from), slice(now)).boxed().toList());
    }

    private static long slice(Instant at) {
        return at.getEpochSecond() / SLICE_SECONDS;
    }
}
