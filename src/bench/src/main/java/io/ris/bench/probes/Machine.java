package io.ris.bench.probes;

import io.ris.protocol.report.HostInfo;
import io.ris.protocol.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A machine that does not exist. What it has keeps its names; processor time, memory, load and traffic move from one report to the
 * next, and connections come and go. Two machines with the same number say the same. Not thread-safe.
 */
public final class Machine {

    private static final double MEMORY_MB = 16_384;
    private static final int CORES = 8;
    private static final Instant FIRST_BOOT = Instant.parse("2024-01-01T00:00:00Z");

    private final String agentId;
    private final String hostname;
    private final RandomGenerator random;
    private final ContainerSet containers;
    private final ProcessTable processes;
    private final SocketTable sockets;
    private final Walk cpu;
    private final Walk memory;
    private final Walk load;
    private final Instant boot;

    /**
     * Makes one.
     *
     * @param number from 0, which tells it from the others of its fleet
     * @param fleet how many there are, each of which has connections to the next ones
     */
    public Machine(String agentId, MachineShape shape, int number, int fleet) {
        this.agentId = agentId;
        this.hostname = "web-%04d.example.net".formatted(number);
        this.random = new SplittableRandom(number);
        this.containers = new ContainerSet(shape.containers(), random);
        this.processes = new ProcessTable(shape.processes(), containers, random);
        this.sockets = new SocketTable(shape, number, fleet, processes);
        this.cpu = new Walk(1, 99, 8, random);
        this.memory = new Walk(4_000, 14_000, 60, random);
        this.load = new Walk(0.05, 12, 0.6, random);
        this.boot = FIRST_BOOT.plus(Duration.ofSeconds(random.nextInt(5_000_000), random.nextInt(999_999_999)));
    }

    /** Who reports it. */
    public String agentId() {
        return agentId;
    }

    /** What it has come to by now. */
    public Report next(Instant at) {
        return new Report(
                agentId,
                hostname,
                at,
                host(at),
                containers.next(random, at),
                processes.next(random, at),
                sockets.next(random, at));
    }

    private HostInfo host(Instant at) {
        double used = memory.next(random);
        double free = Walk.cents((MEMORY_MB - used) / 2);
        double recent = load.next(random);
        return new HostInfo(
                hostname,
                "6.1.0-28-amd64",
                Duration.between(boot, at).toNanos(),
                boot,
                new HostInfo.CpuInfo("Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz", CORES, cpu.next(random)),
                new HostInfo.MemoryInfo(
                        MEMORY_MB, free, Walk.cents(MEMORY_MB - used), used, Walk.cents(100 * used / MEMORY_MB)),
                new HostInfo.LoadAverage(recent, Walk.cents(recent * 0.9), Walk.cents(recent * 0.8)),
                at);
    }
}
