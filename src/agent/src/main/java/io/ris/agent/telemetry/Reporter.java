package io.ris.agent.telemetry;

import io.ris.agent.docker.Engine;
import io.ris.agent.host.HostFacts;
import io.ris.agent.host.ProcFiles;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AgentId;
import io.ris.protocol.report.Collector;
import io.ris.protocol.report.DockerInfo;
import io.ris.protocol.report.HostInfo;
import io.ris.protocol.report.NetworkInfo;
import io.ris.protocol.report.ProcessesInfo;
import io.ris.protocol.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at the machine and makes a report of it. Blocks its thread, but never for long. Not thread-safe. */
public final class Reporter {

    /** How long a report waits for an engine, which may hang. */
    private static final Duration ENGINE_PATIENCE = Duration.ofSeconds(5);

    private final AgentId agent;
    private final Clock clock;
    private final HostFacts facts;
    private final boolean hasProcFiles;
    private final HostCollector host;
    private final ProcessTable table;
    private final ProcessCollector processes;
    private final NetworkCollector network;
    private final Patience<DockerInfo> docker;
    private final HeapTrim heap;

    /** @param procRoot root of the process file system, which need not be there */
    public Reporter(AgentId agent, Path procRoot, Engine engine, Clock clock) {
        this(agent, procRoot, engine, ENGINE_PATIENCE, clock);
    }

    Reporter(AgentId agent, Path procRoot, Engine engine, Duration enginePatience, Clock clock) {
        ProcFiles proc = new ProcFiles(procRoot);
        DockerCollector containers = new DockerCollector(engine, clock);
        this.agent = agent;
        this.clock = clock;
        this.facts = new HostFacts(procRoot);
        this.hasProcFiles = Files.exists(procRoot.resolve("self/stat"));
        this.host = new HostCollector(proc, facts);
        this.table = new ProcessTable(proc);
        this.processes = new ProcessCollector(proc);
        this.network = new NetworkCollector(proc);
        this.heap = HeapTrim.ofThisProcess(clock);
        this.docker = new Patience<>("containers", enginePatience, () -> containers.collect(clock.instant()));
    }

    /** A report with a section of each of these, where the machine has such a thing. */
    AgentFrame.Report report(Set<Collector> wanted) throws InterruptedException {
        Instant now = clock.instant();
        boolean asksEngine = wanted.contains(Collector.DOCKER);
        if (asksEngine) {
            docker.begin();
        }
        HostInfo hostInfo = wanted.contains(Collector.HOST) ? host.collect(now) : null;
        boolean namesSockets = hasProcFiles && wanted.contains(Collector.NETWORK);
        boolean tellsProcesses = wanted.contains(Collector.PROCESS);
        ProcessScan scan = namesSockets || (hasProcFiles && tellsProcesses) ? table.scan() : null;
        NetworkInfo networkInfo = namesSockets && scan != null ? network.collect(scan, now) : null;
        ProcessesInfo processesInfo = tellsProcesses ? processes(scan, now) : null;
        DockerInfo dockerInfo = asksEngine ? docker.end().orElse(null) : null;
        AgentFrame.Report frame = ReportFit.frame(
                new Report(agent.value(), facts.hostname(), now, hostInfo, dockerInfo, processesInfo, networkInfo));
        heap.trim();
        return frame;
    }

    private ProcessesInfo processes(@Nullable ProcessScan scan, Instant now) {
        return scan == null ? PortableProcesses.collect(now) : processes.collect(scan, now);
    }
}
