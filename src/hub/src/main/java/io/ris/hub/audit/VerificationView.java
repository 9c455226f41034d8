package io.ris.hub.audit;

import io.ris.hub.audit.chain.ChainReport;
import io.ris.hub.audit.chain.Fault;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification has found.
 *
 * @param intact whether nothing is wrong
 * @param checked how many records were looked at
 * @param damagedCheckpoints how many of this node's checkpoints were not as it wrote them when it started
 */
public record VerificationView(boolean intact, long checked, int damagedCheckpoints, List<ChainView> chains) {

    static VerificationView of(List<ChainReport> reports, int damagedCheckpoints) {
        return new VerificationView(
                damagedCheckpoints == 0 && reports.stream().allMatch(report -> report.faultCount() == 0),
                reports.stream().mapToLong(ChainReport::checked).sum(),
                damagedCheckpoints,
                reports.stream().map(ChainView::of).toList());
    }

    /**
     * One chain.
     *
     * @param trail a tenant's code; {@code -} for the platform's
     * @param chain the hub node that wrote it; empty for what stands beside all chains
     * @param firstSeq number of its first record; 0 where there is none
     * @param lastSeq number of its last record; 0 where there is none
     * @param cutAt when old records were last removed because their time was over
     * @param checkpointSeq up to which number this node knows what must be there; null where it never wrote the chain
     * @param faultCount how many faults there are; the first of them are listed
     */
    public record ChainView(
            String trail,
            String chain,
            long checked,
            long firstSeq,
            long lastSeq,
            @Nullable Instant cutAt,
            @Nullable Long checkpointSeq,
            @Nullable Instant checkpointAt,
            long faultCount,
            List<FaultView> faults) {

        static ChainView of(ChainReport report) {
            return new ChainView(
                    report.trail(),
                    report.chain(),
                    report.checked(),
                    report.firstSeq(),
                    report.lastSeq(),
                    report.cutAt(),
                    report.checkpointSeq(),
                    report.checkpointAt(),
                    report.faultCount(),
                    report.faults().stream().map(FaultView::of).toList());
        }
    }

    /**
     * What is wrong with some records.
     *
     * @param fault changed, removed, reordered, inserted, recomputed or gone
     * @param record the place of the first one in the store
     */
    public record FaultView(String fault, long firstSeq, long lastSeq, String record, String detail) {

        static FaultView of(Fault fault) {
            return new FaultView(
                    fault.kind().wireName(), fault.firstSeq(), fault.lastSeq(), fault.record(), fault.detail());
        }
    }
}
