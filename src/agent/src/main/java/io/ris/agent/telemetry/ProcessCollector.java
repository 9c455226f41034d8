package io.ris.agent.telemetry;

import io.ris.agent.host.ProcFiles;
import io.ris.protocol.report.ProcessesInfo;
import io.ris.protocol.report.ProcessesInfo.ProcessInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The machine's processes as a report tells them. */
final class ProcessCollector {

    private final long pageSize;

    ProcessCollector(ProcFiles proc) {
        this.pageSize = PageSize.read(proc);
    }

    ProcessesInfo collect(ProcessScan scan, Instant now) {
        List<ProcessInfo> processes = new ArrayList<>(scan.processes().size());
        for (Sighting process : scan.processes()) {
            processes.add(told(process));
        }
        return new ProcessesInfo(processes, scan.total(), now);
    }

    private ProcessInfo told(Sighting process) {
        StatLine stat = process.stat();
        ProcessFacts facts = process.facts();
        return new ProcessInfo(
                process.pid(),
                facts.name(),
                facts.cmdline(),
                stat.state(),
                stat.parent(),
                facts.uid(),
                facts.gid(),
                stat.threads(),
                stat.cpuTicks(),
                Mebibytes.of(stat.residentPages() * pageSize),
                process.openFiles(),
                facts.cgroup());
    }
}
