package io.ris.protocol.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The machine.
 *
 * @param uptime nanoseconds
 * @param cpuInfo null where the probe does not say, as are memory and load
 */
public record HostInfo(
        String hostname,
        String kernelVersion,
        long uptime,
        @Nullable Instant bootTime,
        @Nullable CpuInfo cpuInfo,
        @Nullable MemoryInfo memoryInfo,
        @Nullable LoadAverage loadAverage,
        @Nullable Instant timestamp) {

    public HostInfo {
        hostname = Absent.text(hostname);
        kernelVersion = Absent.text(kernelVersion);
    }

    /** @param usage of all cores together, in percent from 0 to 100 */
    public record CpuInfo(String model, int cores, double usage) {

        public CpuInfo {
            model = Absent.text(model);
        }
    }

    /** Main memory in MiB; {@code usage} in percent from 0 to 100. */
    public record MemoryInfo(double totalMb, double freeMb, double availableMb, double usedMb, double usage) {}

    /** Runnable and waiting processes, averaged over 1, 5 and 15 minutes. */
    public record LoadAverage(double load1, double load5, double load15) {}
}
