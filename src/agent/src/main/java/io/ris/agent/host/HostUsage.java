package io.ris.agent.host;

import io.ris.protocol.AgentFrame;
import java.io.File;
import java.nio.file.Path;

/** How much of the machine is in use. Processor use is that since the call before. Not thread-safe. */
public final class HostUsage {

    private final ProcFiles proc;
    private final CpuUse cpu;
    private final File disk;

    /**
     * @param proc root of the process file system
     * @param disk a path on the file system to watch
     */
    public HostUsage(Path proc, Path disk) {
        this.proc = new ProcFiles(proc);
        this.cpu = new CpuUse(this.proc);
        this.disk = disk.toFile();
    }

    /** The use of processors, memory and disk, in percent; 0 where the system does not tell. */
    public AgentFrame.ResourceUsage sample() {
        long memory = proc.memory("MemTotal").orElse(0L);
        long available = proc.memory("MemAvailable").orElse(memory);
        long space = disk.getTotalSpace();
        return new AgentFrame.ResourceUsage(
                cpu.percent(),
                Percent.of(memory - available, memory),
                Percent.of(space - disk.getUsableSpace(), space));
    }
}
