package io.ris.hub.alerts.observing;

/** How many tasks ended, and how many of them failed or took too long. Who was cancelled is not counted. */
record TaskCounts(int ended, int failed) {

    static final TaskCounts NONE = new TaskCounts(0, 0);

    TaskCounts plus(TaskCounts other) {
        return new TaskCounts(ended + other.ended, failed + other.failed);
    }

    double percentFailed() {
        return ended == 0 ? 0 : 100.0 * failed / ended;
    }
}
