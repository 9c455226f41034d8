package io.ris.hub.monitoring.timeseries;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Keeps what is reported to this node. Every method works for the tenant in scope. Thread-safe. */
@HubService
public class SeriesStore {

    private static final System.Logger LOG = System.getLogger(SeriesStore.class.getName());
    private static final long JOURNAL_ROLLS_AT = 64L * 1024 * 1024;
    private static final Duration COME_BACK = Duration.ofSeconds(30);

    private final Path directory;
    private final SeriesLimits limits;
    private final Clock clock;
    private final Map<TenantCode, TenantSeries> tenants = new ConcurrentHashMap<>();
    private final AtomicLong live = new AtomicLong();
    private final ReentrantLock rolling = new ReentrantLock();
    private final Journal journal;

    @Inject
    SeriesStore(
            Clock clock,
            @ConfigProperty(name = "data_dir") String dataDirectory,
            @ConfigProperty(name = "monitoring.reports.max_data_age") Duration maxAge,
            @ConfigProperty(name = "monitoring.reports.resolution") Duration resolution,
            @ConfigProperty(name = "monitoring.reports.max_memory") long maxMemory,
            @ConfigProperty(name = "monitoring.reports.max_disk") long maxDisk,
            @ConfigProperty(name = "monitoring.reports.max_agents") int maxAgents) {
        this(
                Path.of(dataDirectory, "monitoring"),
                new SeriesLimits(maxAge, resolution, maxMemory, maxDisk, maxAgents),
                clock);
    }

    /** Reads what an earlier process left in the directory. */
    SeriesStore(Path directory, SeriesLimits limits, Clock clock) {
        this.directory = directory;
        this.limits = limits;
        this.clock = clock;
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            List<Path> left = Journal.files(directory);
            journal = new Journal(directory, JOURNAL_ROLLS_AT);
            load(left);
        } catch (IOException e) {
            throw new UncheckedIOException("ris: " + directory + " cannot be used", e);
        }
    }

    private void load(List<Path> journals) throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            List<String> names = found.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(TenantCode::isValid) // a volume may have lost+found in it
                    .toList();
            for (String name : names) {
                tenant(new TenantCode(name)).load();
            }
        }
        for (Path left : journals) {
            RecordFile.scan(left, (offset, record) -> readBack(Journal.decode(record)));
        }
        for (Path left : journals) {
            Files.delete(left); // all that was of use in it has been added to the new one
        }
        prune();
    }

    private void readBack(Journal.Entry entry) throws IOException {
        TenantSeries tenant = tenant(entry.tenant());
        if (entry.isVoid()) {
            forget(tenant, entry);
            return;
        }
        AgentSeries series = tenant.agent(entry.agentId());
        synchronized (series) {
            long known = Math.max(series.latestAt(), tenant.voids().getOrDefault(entry.agentId(), Long.MIN_VALUE));
            if (entry.receivedAt() > known) {
                accept(series, entry);
            }
        }
    }

    /** Files are left as they are. */
    void close() {
        try {
            journal.close();
            for (TenantSeries tenant : tenants.values()) {
                tenant.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Keeps a sound report, as the latest of its agent. When this returns, it outlives this process.
     *
     * @throws HubException.Unavailable if it cannot be kept: too many agents, no room on the disk
     */
    public void append(String agentId, byte[] json) {
        TenantCode tenant = TenantScope.require();
        Journal.Entry entry = new Journal.Entry(tenant, agentId, clock.millis(), json);
        try {
            TenantSeries known = tenant(tenant);
            requireRoom(known, agentId);
            while (!append(known, entry)) {
                Thread.onSpinWait(); // the agent was being forgotten: there is a new place for it
            }
            known.changed();
            rollIfFull();
        } catch (IOException e) {
            throw new HubException.Unavailable(
                    ProblemType.STORE_UNAVAILABLE, "the report cannot be kept now; try again", COME_BACK, e);
        }
    }

    private boolean append(TenantSeries tenant, Journal.Entry entry) throws IOException {
        AgentSeries series = tenant.agent(entry.agentId());
        synchronized (series) {
            if (series.isGone()) {
                return false;
            }
            AgentSeries.Unsealed before = series.unsealed();
            if (before != null && !limits.isSameStep(before.receivedAt(), entry.receivedAt())) {
                seal(tenant, series, before);
            }
            accept(series, entry);
            return true;
        }
    }

    private void accept(AgentSeries series, Journal.Entry entry) throws IOException {
        AgentSeries.Unsealed before = series.unsealed();
        Journal.Place place = journal.append(entry);
        series.report(new AgentSeries.Unsealed(entry.receivedAt(), place, entry.json().length));
        live.addAndGet(entry.json().length - (before == null ? 0 : before.length()));
    }

    /** An agent of the tenant in scope is gone with all that it reported; who reports by its name later begins anew. */
    void forget(String agentId) {
        Optional<TenantSeries> tenant = known().filter(one -> one.find(agentId).isPresent());
        if (tenant.isPresent()) {
            try {
                forget(tenant.get(), Journal.Entry.ofVoid(TenantScope.require(), agentId, clock.millis()));
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "what " + agentId + " reported is back after a restart", e);
            }
            tenant.get().changed();
        }
    }

    private void forget(TenantSeries tenant, Journal.Entry gone) throws IOException {
        live.addAndGet(-tenant.forget(gone.agentId(), gone.receivedAt()));
        journal.append(gone);
    }

    private void seal(TenantSeries tenant, AgentSeries series, AgentSeries.Unsealed latest) throws IOException {
        tenant.seal(series, Journal.read(latest.place()), clock.instant());
        live.addAndGet(-latest.length());
    }

    private void requireRoom(TenantSeries tenant, String agentId) {
        if (tenant.find(agentId).isEmpty() && agents() >= limits.maxAgents()) {
            throw new HubException.Unavailable(
                    ProblemType.CLIENT_LIMIT,
                    "this node keeps reports of " + limits.maxAgents() + " agents, and of no more",
                    COME_BACK,
                    null);
        }
    }

    private long agents() {
        return tenants.values().stream().mapToLong(one -> one.agents().size()).sum();
    }

    private TenantSeries tenant(TenantCode code) {
        return tenants.computeIfAbsent(code, missing -> {
            try {
                return new TenantSeries(code, directory.resolve(code.value()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Optional<TenantSeries> known() {
        return Optional.ofNullable(tenants.get(TenantScope.require()));
    }

    private void rollIfFull() throws IOException {
        if (journal.isFull(live.get()) && rolling.tryLock()) {
            try {
                roll();
            } finally {
                rolling.unlock();
            }
        }
    }

    /** What is still of use in the journal goes to the next one. */
    private void roll() throws IOException {
        Path before = journal.roll();
        for (TenantSeries tenant : tenants.values()) {
            for (AgentSeries series : tenant.agents().values()) {
                carryOver(series, before);
            }
            for (Map.Entry<String, Long> gone : tenant.voids().entrySet()) {
                journal.append(Journal.Entry.ofVoid(tenant.tenant(), gone.getKey(), gone.getValue()));
            }
        }
        Files.delete(before);
    }

    private void carryOver(AgentSeries series, Path from) throws IOException {
        synchronized (series) {
            AgentSeries.Unsealed latest = series.unsealed();
            if (latest != null && latest.place().file().equals(from)) {
                Journal.Place place = journal.append(Journal.read(latest.place()));
                series.moved(new AgentSeries.Unsealed(latest.receivedAt(), place, latest.length()));
            }
        }
    }

    /** Puts reports whose step is over where points are. */
    void seal() {
        long now = clock.millis();
        tenants.values().forEach(tenant -> tenant.agents().forEach((id, series) -> {
            synchronized (series) {
                AgentSeries.Unsealed latest = series.unsealed();
                if (latest != null && !limits.isSameStep(latest.receivedAt(), now)) {
                    sealOrTell(tenant, id, series, latest);
                }
            }
        }));
    }

    private void sealOrTell(TenantSeries tenant, String agentId, AgentSeries series, AgentSeries.Unsealed latest) {
        try {
            seal(tenant, series, latest);
        } catch (IOException | UncheckedIOException e) { // the others are sealed all the same
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a report of " + agentId + " of " + tenant.tenant() + " could not be sealed this time",
                    e);
        }
    }

    /** Forgets what is too old, and the oldest of what is too much. */
    void prune() {
        Instant before = clock.instant().minus(limits.maxAge());
        try {
            for (TenantSeries tenant : tenants.values()) {
                tenant.prune(before);
            }
            while (isTooMuch() && dropOldest()) {
                LOG.log(System.Logger.Level.INFO, "reports are kept shorter than they might be: there are too many");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isTooMuch() {
        return disk() > limits.maxDisk() || memory() > limits.maxMemory();
    }

    /** Bytes of the places of all tenants' points. */
    long memory() {
        return memoryOf(tenants.values());
    }

    /** Bytes of all tenants' files of points. */
    long disk() {
        return tenants.values().stream().mapToLong(TenantSeries::bytes).sum();
    }

    private boolean dropOldest() throws IOException {
        TenantSeries holder = null;
        Segment oldest = null;
        for (TenantSeries tenant : tenants.values()) {
            Segment candidate = tenant.oldest().orElse(null);
            if (candidate != null && (oldest == null || candidate.newest().isBefore(oldest.newest()))) {
                holder = tenant;
                oldest = candidate;
            }
        }
        if (holder != null && oldest != null) {
            holder.drop(oldest);
            return true;
        }
        return false;
    }

    private static long memoryOf(Iterable<TenantSeries> some) {
        long points = 0;
        for (TenantSeries tenant : some) {
            points += tenant.points();
        }
        return points * AgentSeries.BYTES_OF_A_POINT;
    }

    /** A tenant is gone, with all that it had, in the journal too. */
    void delete(TenantCode tenant) {
        TenantSeries gone = tenants.remove(tenant);
        if (gone == null) {
            return;
        }
        rolling.lock();
        try {
            live.addAndGet(-gone.unsealedBytes());
            gone.delete();
            roll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            rolling.unlock();
        }
    }

    /** A reader of what the tenant's agents reported. */
    public SeriesView view() {
        return new SeriesView(known().orElse(null), clock.instant().minus(limits.maxAge()));
    }

    /** How much is kept, and how much may be. */
    public SeriesFigures figures() {
        Optional<TenantSeries> tenant = known();
        long oldest = clock.instant().minus(limits.maxAge()).toEpochMilli();
        return new SeriesFigures(
                view().latest().size(),
                tenant.map(one -> one.pointsSince(oldest)).orElse(0L),
                limits.maxAge(),
                limits.resolution(),
                memoryOf(tenant.stream().toList()),
                tenant.map(TenantSeries::bytes).orElse(0L),
                limits.maxMemory(),
                limits.maxDisk());
    }
}
