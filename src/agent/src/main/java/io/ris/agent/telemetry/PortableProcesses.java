package io.ris.agent.telemetry;

import io.ris.protocol.report.ProcessesInfo;
import io.ris.protocol.report.ProcessesInfo.ProcessInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The processes of a machine without {@code /proc}, as far as the JDK tells them: no user, memory, files or threads, and of other
 * users' processes often no more than that they are there.
 */
final class PortableProcesses {

    /** As on nearly every Linux machine, so that the figure means the same. */
    private static final int TICKS_PER_SECOND = 100;

    private static final long MILLIS_PER_TICK = 1000 / TICKS_PER_SECOND;

    private PortableProcesses() {}

    static ProcessesInfo collect(Instant now) {
        List<ProcessHandle> all = ProcessHandle.allProcesses().toList();
        List<ProcessInfo> processes = all.stream()
                .limit(ProcessTable.MOST)
                .map(PortableProcesses::told)
                .toList();
        return new ProcessesInfo(processes, all.size(), now);
    }

    private static ProcessInfo told(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        String command = info.command().orElse("");
        String arguments = String.join("\0", info.arguments().orElse(new String[0]));
        return new ProcessInfo(
                process.pid(),
                command.substring(1 + Math.max(command.lastIndexOf('/'), command.lastIndexOf('\\'))),
                ArgumentMask.masked(command + '\0' + arguments),
                "",
                process.parent().map(ProcessHandle::pid).orElse(0L),
                0,
                0,
                0,
                info.totalCpuDuration().orElse(Duration.ZERO).toMillis() / MILLIS_PER_TICK,
                0,
                0,
                null);
    }
}
