package io.ris.protocol.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The processes of a machine. */
public record ProcessesInfo(
        List<ProcessInfo> processes,
        int totalProcesses,
        @Nullable Instant timestamp) {

    public ProcessesInfo {
        processes = Absent.list(processes);
    }

    /**
     * A process.
     *
     * @param state one letter, as in {@code /proc/PID/stat}
     * @param cpuTime in clock ticks, of user and system together
     * @param memoryMb resident, in MiB
     * @param cgroup its path, or the lines of {@code /proc/PID/cgroup}; null where unknown
     */
    public record ProcessInfo(
            long pid,
            String name,
            String cmdline,
            String state,
            long ppid,
            long uid,
            long gid,
            long threads,
            long cpuTime,
            double memoryMb,
            long openFiles,
            @Nullable String cgroup) {

        public ProcessInfo {
            name = Absent.text(name);
            cmdline = Absent.text(cmdline);
            state = Absent.text(state);
        }
    }
}
