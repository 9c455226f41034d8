package io.ris.hub.monitoring.updates;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** Reports that wait for one reader, so many and so large as a reader may leave waiting. Thread-safe. */
final class WaitingReports {

    static final int MOST = 64;
    static final long MOST_BYTES = 4L * 1024 * 1024;

    private final Queue<ReportNews> reports = new ArrayDeque<>();
    private long bytes;

    /**
     * Adds one. A report that is too large by itself waits alone.
     *
     * @return false if it is too much: then none waits any more, this one neither
     */
    synchronized boolean offer(ReportNews report) {
        if (reports.size() == MOST || (!reports.isEmpty() && bytes + report.bytes() > MOST_BYTES)) {
            reports.clear();
            bytes = 0;
            return false;
        }
        reports.add(report);
        bytes += report.bytes();
        return true;
    }

    /** The one that has waited longest. */
    synchronized Optional<ReportNews> poll() {
        Optional<ReportNews> first = Optional.ofNullable(reports.poll());
        first.ifPresent(report -> bytes -= report.bytes());
        return first;
    }
}
