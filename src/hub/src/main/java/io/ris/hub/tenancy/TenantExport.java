package io.ris.hub.tenancy;

import io.ris.hub.platform.persistence.InstantAsDate;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An archive of a tenant's data.
 *
 * @param status one of the three below
 * @param node that makes it
 * @param pieces how many the archive has
 */
@Entity("tenant_exports")
public record TenantExport(
        @Id String id,
        @Column("tenant") String tenant,
        @Column("status") String status,
        @Column("node") String node,
        @Column("started_at") @Convert(InstantAsDate.class) Instant startedAt,

        @Column("finished_at") @Convert(InstantAsDate.class) @Nullable
        Instant finishedAt,

        @Column("documents") long documents,
        @Column("bytes") long bytes,
        @Column("pieces") int pieces) {

    static final String RUNNING = "running";
    static final String FINISHED = "finished";
    static final String FAILED = "failed";

    static TenantExport begun(String id, String tenant, String node, Instant now) {
        return new TenantExport(id, tenant, RUNNING, node, now, null, 0, 0, 0);
    }

    boolean isRunning() {
        return RUNNING.equals(status);
    }

    boolean isFinished() {
        return FINISHED.equals(status);
    }

    TenantExport takenOver(String by) {
        return new TenantExport(id, tenant, RUNNING, by, startedAt, null, 0, 0, 0);
    }

    TenantExport progress(long told, long written, int cut) {
        return new TenantExport(id, tenant, status, node, startedAt, finishedAt, told, written, cut);
    }

    TenantExport ended(String how, Instant now) {
        return new TenantExport(id, tenant, how, node, startedAt, now, documents, bytes, pieces);
    }

    /** How the API shows it. */
    View view() {
        return new View(id, tenant, status, startedAt, finishedAt, documents, bytes);
    }

    /**
     * An archive as the API shows it.
     *
     * @param bytes of the archive, as far as it is
     */
    public record View(
            String id,
            String tenantCode,
            String status,
            Instant startedAt,
            @Nullable Instant finishedAt,
            long documents,
            long bytes) {}
}
