package io.ris.agent.telemetry;

import static io.ris.agent.telemetry.EngineAnswers.figure;

import io.ris.agent.host.Percent;
import io.ris.protocol.report.DockerInfo;
import org.jspecify.annotations.Nullable;

/** What a container uses, computed as {@code docker stats} does, between two answers of its engine. */
final class ContainerUse {

    private static final EngineAnswers.Cpu NO_CPU = new EngineAnswers.Cpu(null, null, null);
    private static final EngineAnswers.CpuTime NO_TIME = new EngineAnswers.CpuTime(null, null);

    private ContainerUse() {}

    /** Processor time until now. */
    record CpuSample(long container, long machine, int processors) {

        static CpuSample of(EngineAnswers.Stats stats) {
            EngineAnswers.Cpu cpu = stats.cpuStats() == null ? NO_CPU : stats.cpuStats();
            EngineAnswers.CpuTime time = cpu.cpuUsage() == null ? NO_TIME : cpu.cpuUsage();
            int each = time.percpuUsage() == null ? 0 : time.percpuUsage().size();
            int processors = figure(cpu.onlineCpus()) > 0 ? figure(cpu.onlineCpus()) : each;
            return new CpuSample(figure(time.totalUsage()), figure(cpu.systemCpuUsage()), processors);
        }

        /** 100 for one whole processor; 0 while there is nothing to compare with, or it was started again meanwhile. */
        double percentSince(@Nullable CpuSample before) {
            if (before == null || machine <= before.machine || container <= before.container) {
                return 0;
            }
            double share = (double) (container - before.container) / (machine - before.machine);
            return Math.round(share * processors * 100 * 100) / 100.0;
        }
    }

    /** @param before the container's sample of the turn before; null where there is none */
    static DockerInfo.Stats of(EngineAnswers.Stats stats, CpuSample now, @Nullable CpuSample before) {
        EngineAnswers.Memory memory =
                stats.memoryStats() == null ? new EngineAnswers.Memory(null, null, null) : stats.memoryStats();
        long used = used(memory);
        long received = 0;
        long sent = 0;
        if (stats.networks() != null) {
            for (EngineAnswers.Traffic traffic : stats.networks().values()) {
                received += figure(traffic.rxBytes());
                sent += figure(traffic.txBytes());
            }
        }
        return new DockerInfo.Stats(
                now.percentSince(before),
                Mebibytes.of(used),
                Mebibytes.of(figure(memory.limit())),
                Percent.of(used, figure(memory.limit())),
                Mebibytes.of(received),
                Mebibytes.of(sent));
    }

    /** Without the files that the kernel would give up at once. */
    private static long used(EngineAnswers.Memory memory) {
        long usage = figure(memory.usage());
        EngineAnswers.CacheUse cache = memory.stats();
        if (cache == null) {
            return usage;
        }
        Double inactive = cache.totalInactiveFile() == null ? cache.inactiveFile() : cache.totalInactiveFile();
        return figure(inactive) < usage ? usage - figure(inactive) : usage;
    }
}
