package io.ris.hub.audit;

import io.ris.hub.audit.chain.AuditRecord;
import io.ris.hub.audit.chain.ChainWriters;
import io.ris.hub.audit.chain.Spool;
import io.ris.hub.audit.chain.Trail;
import io.ris.hub.audit.chain.TrailUnavailableException;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.Origin;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import io.ris.hub.platform.audit.AuditTrail;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Takes down what the capabilities tell: in the trail of the tenant in scope, else in the platform's. Thread-safe. */
@HubService
class AuditWriter implements AuditTrail {

    private static final System.Logger LOG = System.getLogger(AuditWriter.class.getName());
    private static final Duration FOLD = Duration.ofMinutes(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final ChainWriters chains;
    private final Spool spool;
    private final RepeatedWork repeated;
    private final Clock clock;
    private final FoldedEntries folded = new FoldedEntries();
    private final boolean enabled;
    private final List<String> kinds;

    @Inject
    AuditWriter(
            ChainWriters chains,
            Spool spool,
            RepeatedWork repeated,
            Clock clock,
            @ConfigProperty(name = "security.audit.enabled") boolean enabled,
            @ConfigProperty(name = "security.audit.events") List<String> kinds) {
        this.chains = chains;
        this.spool = spool;
        this.repeated = repeated;
        this.clock = clock;
        this.enabled = enabled;
        this.kinds = List.copyOf(kinds);
        if (!enabled) {
            LOG.log(System.Logger.Level.WARNING, "no audit trail is written: security.audit.enabled is false");
        }
    }

    @Override
    public void record(AuditEntry entry) {
        if (isWanted(entry)) {
            append(Trail.ofScope(), entry);
        }
    }

    @Override
    public void recordDone(AuditEntry entry) {
        if (isWanted(entry)) {
            Trail trail = Trail.ofScope();
            appendOrKeep(trail, event(trail, entry));
        }
    }

    @Override
    public void recordFolded(AuditEntry entry) {
        if (isWanted(entry)
                && folded.isFirst(Trail.ofScope(), entry, Origin.current().address())) {
            recordDone(entry);
        }
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        repeated.every(FOLD, "writing what was counted for the audit trail", this::writeFolded);
    }

    private void writeFolded() {
        Instant now = clock.instant();
        folded.drain()
                .forEach(
                        one -> appendOrKeep(one.trail(), EventText.event(one.trail(), one.entry(), one.origin(), now)));
    }

    private void appendOrKeep(Trail trail, AuditRecord event) {
        try {
            chains.append(trail, event);
        } catch (TrailUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "a record waits for the audit trail", e);
            keep(trail, event);
        }
    }

    @Override
    public void requireWritable() {
        Trail trail = Trail.ofScope();
        if (enabled && chains.isFailing(trail)) {
            append(trail, AuditEntry.of(AuditKind.ADMINISTRATION, "audit.resume", "audit", AuditResult.SUCCESS));
        }
    }

    private boolean isWanted(AuditEntry entry) {
        return enabled && kinds.contains(entry.kind().wireName());
    }

    private void append(Trail trail, AuditEntry entry) {
        try {
            chains.append(trail, event(trail, entry));
        } catch (TrailUnavailableException e) {
            throw unavailable(e);
        }
    }

    private void keep(Trail trail, AuditRecord event) {
        try {
            spool.add(trail, event);
        } catch (TrailUnavailableException e) {
            throw unavailable(e);
        }
    }

    private AuditRecord event(Trail trail, AuditEntry entry) {
        return EventText.event(trail, entry, Origin.current(), clock.instant());
    }

    private static HubException.Unavailable unavailable(TrailUnavailableException cause) {
        LOG.log(
                System.Logger.Level.WARNING,
                "the audit trail {0}: {1}",
                cause.getMessage(),
                String.valueOf(cause.getCause()));
        return new HubException.Unavailable(
                ProblemType.AUDIT_UNAVAILABLE, "the audit trail cannot be written; try again", RETRY_AFTER, cause);
    }
}
