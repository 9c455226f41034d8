package io.ris.agent.telemetry;

import io.ris.agent.host.CpuUse;
import io.ris.agent.host.Cursor;
import io.ris.agent.host.HostFacts;
import io.ris.agent.host.Percent;
import io.ris.agent.host.ProcFiles;
import io.ris.protocol.report.HostInfo;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The machine as a report tells it. What its system does not tell is left out. Not thread-safe. */
final class HostCollector {

    private static final int DIGITS_OF_A_NANOSECOND = 9;

    private final ProcFiles proc;
    private final HostFacts facts;
    private final CpuUse cpu;
    private final String model;

    HostCollector(ProcFiles proc, HostFacts facts) {
        this.proc = proc;
        this.facts = facts;
        this.cpu = new CpuUse(proc);
        this.model = readModel();
    }

    HostInfo collect(Instant now) {
        Processors processors = readProcessors();
        return new HostInfo(
                facts.hostname(),
                proc.firstLine("sys/kernel/osrelease").orElseGet(() -> System.getProperty("os.version", "")),
                uptime(),
                processors.booted(),
                new HostInfo.CpuInfo(model, processors.count(), cpu.percent()),
                memory(),
                load(),
                now);
    }

    /** @param booted null where it is not told */
    private record Processors(int count, @Nullable Instant booted) {}

    private Processors readProcessors() {
        int[] count = {0};
        long[] booted = {0};
        proc.eachLine("stat", line -> {
            boolean isProcessor = line.startsWith("cpu") && !line.startsWith("cpu ");
            count[0] += isProcessor ? 1 : 0;
            if (line.startsWith("btime ")) {
                line.skipWords(1);
                booted[0] = line.number();
            }
            return booted[0] == 0;
        });
        return new Processors(
                count[0] == 0 ? Runtime.getRuntime().availableProcessors() : count[0],
                booted[0] == 0 ? null : Instant.ofEpochSecond(booted[0]));
    }

    private String readModel() {
        String[] found = {System.getProperty("os.arch", "")};
        proc.eachLine("cpuinfo", line -> {
            boolean names = line.startsWith("model name") && line.skipPast(':');
            if (names) {
                found[0] = line.rest();
            }
            return !names;
        });
        return found[0];
    }

    /** Told in seconds with two digits behind the point; 0 where it is not told. */
    private long uptime() {
        return proc.read("uptime")
                .map(Cursor::word)
                .filter(word -> !word.isEmpty())
                .map(seconds -> new BigDecimal(seconds)
                        .movePointRight(DIGITS_OF_A_NANOSECOND)
                        .longValue())
                .orElse(0L);
    }

    private HostInfo.@Nullable MemoryInfo memory() {
        Optional<Long> total = proc.memory("MemTotal");
        if (total.isEmpty()) {
            return null;
        }
        long free = proc.memory("MemFree").orElse(0L);
        long available = proc.memory("MemAvailable").orElse(free);
        long used = total.get() - available;
        return new HostInfo.MemoryInfo(
                Mebibytes.ofKibibytes(total.get()),
                Mebibytes.ofKibibytes(free),
                Mebibytes.ofKibibytes(available),
                Mebibytes.ofKibibytes(used),
                Percent.of(used, total.get()));
    }

    private HostInfo.@Nullable LoadAverage load() {
        return proc.read("loadavg")
                .map(line -> new double[] {fraction(line.word()), fraction(line.word()), fraction(line.word())})
                .map(loads -> new HostInfo.LoadAverage(loads[0], loads[1], loads[2]))
                .orElse(null);
    }

    private static double fraction(String word) {
        return word.isEmpty() ? 0 : Double.parseDouble(word);
    }
}
