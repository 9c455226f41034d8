package io.ris.agent.telemetry;

import io.ris.agent.host.Cursor;
import java.util.Optional;

/**
 * What {@code /proc/PID/stat} says of a process (proc_pid_stat(5)).
 *
 * @param name its program's name, cut after 15 bytes
 * @param state a letter, such as R for running
 * @param cpuTicks time on processors, in clock ticks, of user and system together
 * @param started when it began, in clock ticks since the machine did: with the pid this names a process for good
 */
record StatLine(
        String name,
        String state,
        long parent,
        boolean isKernelThread,
        long cpuTicks,
        long threads,
        long started,
        long residentPages) {

    private static final long KERNEL_THREAD = 0x0020_0000;

    private static final int FROM_PARENT_TO_FLAGS = 4;
    private static final int FROM_FLAGS_TO_USER_TIME = 4;
    private static final int FROM_SYSTEM_TIME_TO_THREADS = 4;

    /** Empty where this is no such line, as when the process ended while it was read. */
    static Optional<StatLine> of(Cursor content) {
        // A name may hold blanks and parentheses of its own, even ends of lines.
        Cursor fields = content.copy();
        if (!content.skipPast('(') || !fields.skipPastLast(')')) {
            return Optional.empty();
        }
        String name = content.textBefore(fields.left() + 1);
        String state = fields.word();
        long parent = fields.number();
        fields.skipWords(FROM_PARENT_TO_FLAGS);
        long flags = fields.number();
        fields.skipWords(FROM_FLAGS_TO_USER_TIME);
        long ticks = fields.number() + fields.number();
        fields.skipWords(FROM_SYSTEM_TIME_TO_THREADS);
        long threads = fields.number();
        fields.skipWords(1);
        long started = fields.number();
        fields.skipWords(1);
        boolean whole = fields.left() > 0;
        long pages = fields.number();
        return whole
                ? Optional.of(
                        new StatLine(name, state, parent, (flags & KERNEL_THREAD) != 0, ticks, threads, started, pages))
                : Optional.empty();
    }
}
