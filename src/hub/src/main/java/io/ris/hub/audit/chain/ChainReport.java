package io.ris.hub.audit.chain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification of one chain has found.
 *
 * @param trail name of the trail
 * @param chain name of the node that wrote it
 * @param checked how many records were looked at
 * @param firstSeq number of the first one; 0 where there is none
 * @param lastSeq number of the last one; 0 where there is none
 * @param cutAt when older ones were last removed because their time was over; null for never
 * @param checkpointSeq up to which number this node knows what must be there; null where it knows nothing of the chain
 * @param faultCount how many faults there are in all
 * @param faults the first of them
 */
public record ChainReport(
        String trail,
        String chain,
        long checked,
        long firstSeq,
        long lastSeq,
        @Nullable Instant cutAt,
        @Nullable Long checkpointSeq,
        @Nullable Instant checkpointAt,
        long faultCount,
        List<Fault> faults) {}
