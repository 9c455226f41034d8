package io.ris.hub.audit;

import io.ris.hub.audit.chain.ChainReport;
import io.ris.hub.audit.chain.Checkpoints;
import io.ris.hub.audit.chain.RecordFilter;
import io.ris.hub.audit.chain.Trail;
import io.ris.hub.audit.chain.TrailReader;
import io.ris.hub.audit.chain.TrailVerifier;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.tenancy.TenantService;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/** Reading, exporting and verifying trails. Thread-safe. */
@HubService
class AuditService {

    private static final int EXPORT_PAGE = 1_000;

    private final TrailReader reader;
    private final TrailVerifier verifier;
    private final Checkpoints checkpoints;
    private final TenantService tenants;

    /** A verification reads everything: one at a time is enough. */
    private final Semaphore verifying = new Semaphore(1);

    @Inject
    AuditService(TrailReader reader, TrailVerifier verifier, Checkpoints checkpoints, TenantService tenants) {
        this.reader = reader;
        this.verifier = verifier;
        this.checkpoints = checkpoints;
        this.tenants = tenants;
    }

    TrailReader.Slice read(Trail trail, RecordFilter filter, Map<String, Long> from, long skip, int limit) {
        return reader.read(trail, filter, from, skip, limit);
    }

    long count(Trail trail, RecordFilter filter) {
        return reader.count(trail, filter);
    }

    /** Writes every record that a filter lets through, the newest first, a page in memory at a time. */
    void export(Trail trail, RecordFilter filter, ExportFormat format, Writer out) throws IOException {
        out.write(format.begin());
        TrailReader.Slice slice = reader.read(trail, filter, Map.of(), 0, EXPORT_PAGE);
        write(slice, format, out);
        while (!slice.next().isEmpty()) {
            slice = reader.read(trail, filter, slice.next(), 0, EXPORT_PAGE);
            write(slice, format, out);
        }
        out.flush();
    }

    private static void write(TrailReader.Slice slice, ExportFormat format, Writer out) throws IOException {
        for (RecordView view : slice.records().stream().map(RecordView::of).toList()) {
            out.write(format.line(view));
        }
    }

    /** The trails of the platform and of every tenant. */
    List<Trail> all() {
        return Stream.concat(
                        Stream.of(Trail.PLATFORM), tenants.all().stream().map(tenant -> new Trail(tenant.tenantCode())))
                .toList();
    }

    /** @throws HubException.Conflict while another verification runs on this node */
    VerificationView verify(List<Trail> trails) {
        if (!verifying.tryAcquire()) {
            throw new HubException.Conflict(ProblemType.CONFLICT, "a verification runs already; try again");
        }
        try {
            List<ChainReport> reports = trails.stream()
                    .flatMap(trail -> verifier.verify(trail).stream())
                    .toList();
            return VerificationView.of(reports, checkpoints.damaged());
        } finally {
            verifying.release();
        }
    }
}
