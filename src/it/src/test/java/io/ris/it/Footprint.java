package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

/** How much memory a process held at a moment. */
record Footprint(ProcessHandle process, double megabytes) {

    static Footprint of(ProcessHandle process) {
        return new Footprint(process, Program.residentMegabytes(process.pid()));
    }

    /** Since then, at its highest. */
    void assertGrownByLessThan(double limit, String who) {
        double peak = Program.peakMegabytes(process.pid());
        Figures.tell(who + " resident before", megabytes, "MB");
        Figures.tell(who + " resident at its peak", peak, "MB");
        assertThat(peak - megabytes).as("growth of %s in megabytes", who).isLessThan(limit);
    }
}
