package io.ris.hub.tenancy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.cluster.HubNode;
import io.ris.hub.platform.cluster.NodeLeases;
import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Makes archives of tenants' data, without secrets, in the background; one that a killed node left is begun again by another.
 * Thread-safe.
 */
@HubService
class TenantExports {

    private static final System.Logger LOG = System.getLogger(TenantExports.class.getName());

    /** Archives of a tenant that stay when another one is begun. */
    private static final int KEPT = 4;

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final ExportRepository exports;
    private final TenantDataRepository data;
    private final NodeLeases nodes;
    private final HubNode node;
    private final Clock clock;
    private final RepeatedWork repeated;
    private final ManagedScheduledExecutorService executor;

    @Inject
    TenantExports(
            ExportRepository exports,
            TenantDataRepository data,
            NodeLeases nodes,
            HubNode node,
            Clock clock,
            RepeatedWork repeated,
            ManagedScheduledExecutorService executor) {
        this.exports = exports;
        this.data = data;
        this.nodes = nodes;
        this.node = node;
        this.clock = clock;
        this.repeated = repeated;
        this.executor = executor;
    }

    void watch(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        repeated.every(INTERVAL, "taking up exports", this::takeUp);
    }

    /** @throws HubException.Conflict if one is being made: each is a whole copy of the tenant */
    TenantExport beginOnly(Tenant tenant) {
        if (of(tenant).stream().anyMatch(TenantExport::isRunning)) {
            throw new HubException.Conflict(ProblemType.EXPORT_RUNNING, "an archive of the tenant is being made");
        }
        return begin(tenant);
    }

    TenantExport begin(Tenant tenant) {
        TenantExport export = TenantExport.begun(
                UuidCreator.getTimeOrderedEpoch().toString(),
                tenant.tenantCode().value(),
                node.id(),
                clock.instant());
        of(tenant).stream().filter(old -> !old.isRunning()).skip(KEPT).forEach(exports::remove);
        exports.insert(export);
        executor.execute(() -> make(export));
        return export;
    }

    List<TenantExport> of(Tenant tenant) {
        return exports.of(tenant.tenantCode().value()).stream()
                .filter(export -> isOf(tenant, export))
                .toList();
    }

    /** What was archived before a tenant was made is of one that had its code before. */
    private static boolean isOf(Tenant tenant, TenantExport export) {
        return export.tenant().equals(tenant.tenantCode().value())
                && !export.startedAt().isBefore(tenant.createdAt());
    }

    /** @throws HubException.Conflict if the tenant has none with this id */
    TenantExport require(Tenant tenant, String id) {
        return exports.find(id)
                .filter(export -> isOf(tenant, export))
                .orElseThrow(() -> new HubException.Conflict(ProblemType.NOT_FOUND, "there is no such export"));
    }

    /** @throws HubException.Conflict if it is not finished */
    TenantExport requireFinished(Tenant tenant, String id) {
        TenantExport export = require(tenant, id);
        if (!export.isFinished()) {
            throw new HubException.Conflict(ProblemType.EXPORT_REQUIRED, "the export is " + export.status());
        }
        return export;
    }

    /** Writes an archive, one piece after the other. */
    void copy(TenantExport export, OutputStream out) throws IOException {
        for (int number = 0; number < export.pieces(); number++) {
            byte[] piece = exports.read(export.id(), number);
            if (piece == null) {
                throw new IOException("the archive has lost a piece");
            }
            out.write(piece);
        }
    }

    private void takeUp() {
        for (TenantExport left : exports.running()) {
            TenantExport mine = left.takenOver(node.id());
            if (!nodes.live().contains(left.node()) && exports.update(mine, left.node())) {
                make(mine);
            }
        }
    }

    private void make(TenantExport export) {
        try {
            TenantExport done = TenantScope.call(new TenantCode(export.tenant()), () -> archive(export));
            exports.update(done.ended(TenantExport.FINISHED, clock.instant()), node.id());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "export of tenant " + export.tenant() + " failed", e);
            exports.update(export.ended(TenantExport.FAILED, clock.instant()), node.id());
        }
    }

    private TenantExport archive(TenantExport export) {
        ArchiveWriter archive = new ArchiveWriter((number, piece) -> exports.write(export.id(), number, piece));
        try (archive) {
            for (String collection : data.collections()) {
                archive.begin(collection + ".jsonl");
                data.forEach(collection, archive::line);
                exports.update(progress(export, archive), node.id());
            }
        }
        return progress(export, archive);
    }

    private static TenantExport progress(TenantExport export, ArchiveWriter archive) {
        return export.progress(archive.documents(), archive.bytes(), archive.pieces());
    }
}
