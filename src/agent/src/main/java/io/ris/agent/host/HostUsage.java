package io.ris.agent.host;

import io.ris.protocol.AgentFrame;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;

/** How much of the machine is in use. Processor use is that since the call before. Not thread-safe. */
public final class HostUsage {

    private final ProcFiles proc;
    private final File disk;
    private CpuTimes previous;

    /**
     * @param proc root of the process file system
     * @param disk a path on the file system to watch
     */
    public HostUsage(Path proc, Path disk) {
        this.proc = new ProcFiles(proc);
        this.disk = disk.toFile();
        this.previous = cpuTimes();
    }

    /** The use of processors, memory and disk, in percent; 0 where the system does not tell. */
    public AgentFrame.ResourceUsage sample() {
        CpuTimes now = cpuTimes();
        double cpu = percent(now.busy() - previous.busy(), now.total() - previous.total());
        previous = now;
        long memory = proc.memory("MemTotal").orElse(0L);
        long available = proc.memory("MemAvailable").orElse(memory);
        long space = disk.getTotalSpace();
        return new AgentFrame.ResourceUsage(
                cpu, percent(memory - available, memory), percent(space - disk.getUsableSpace(), space));
    }

    private CpuTimes cpuTimes() {
        return proc.firstLine("stat").flatMap(CpuTimes::parse).orElse(new CpuTimes(0, 0));
    }

    private static double percent(long part, long whole) {
        if (whole <= 0) {
            return 0;
        }
        double percent = Math.clamp(100.0 * part / whole, 0, 100);
        return Math.round(percent * 10) / 10.0;
    }

    /** The first line of {@code /proc/stat}, in ticks. */
    private record CpuTimes(long busy, long total) {

        private static final int IDLE = 4;
        private static final int IO_WAIT = 5;
        /** Guest time, which follows, is in user time already. */
        private static final int STEAL = 8;

        static Optional<CpuTimes> parse(String line) {
            String[] fields = line.split("\\s+", -1);
            if (fields.length <= STEAL || !"cpu".equals(fields[0])) {
                return Optional.empty();
            }
            long total = 0;
            for (int field = 1; field <= STEAL; field++) {
                total += Long.parseLong(fields[field]);
            }
            long idle = Long.parseLong(fields[IDLE]) + Long.parseLong(fields[IO_WAIT]);
            return Optional.of(new CpuTimes(total - idle, total));
        }
    }
}
