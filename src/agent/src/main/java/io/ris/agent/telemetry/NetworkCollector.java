package io.ris.agent.telemetry;

import io.ris.agent.host.ProcFiles;
import io.ris.protocol.report.NetworkInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The machine's sockets, those of its containers too: a container has a network of its own, whose sockets are seen in the table of
 * any process that lives in it. That takes an agent of root; another sees the machine's own network, and whose its own user's
 * sockets are. Not thread-safe.
 */
final class NetworkCollector {

    private static final String OWN = "self";

    private final ProcFiles proc;

    NetworkCollector(ProcFiles proc) {
        this.proc = proc;
    }

    /** @param scan whose the sockets are */
    NetworkInfo collect(ProcessScan scan, Instant now) {
        SocketReport report = new SocketReport(scan);
        readTables(OWN, report);
        for (List<Sighting> inhabitants : foreign(scan).values()) {
            readForeign(inhabitants, report);
        }
        return report.info(now);
    }

    /** The other networks, each with who lives in it. */
    private Map<String, List<Sighting>> foreign(ProcessScan scan) {
        Map<String, List<Sighting>> foreign = new LinkedHashMap<>();
        @Nullable String own = proc.link(OWN + "/ns/net").orElse(null);
        for (Sighting process : scan.processes()) {
            String network = process.facts().network();
            if (own != null && network != null && !network.equals(own)) {
                foreign.computeIfAbsent(network, name -> new ArrayList<>()).add(process);
            }
        }
        return foreign;
    }

    /** One inhabitant is asked; the next, where that one has just ended. */
    private void readForeign(List<Sighting> inhabitants, SocketReport report) {
        for (Sighting inhabitant : inhabitants) {
            String process = Long.toString(inhabitant.pid());
            report.enter(NamespaceAddresses.read(proc, process));
            if (readTables(process, report)) {
                return;
            }
        }
    }

    private boolean readTables(String process, SocketReport report) {
        if (!readTable(process, "tcp", true, false, report)) {
            return false;
        }
        readTable(process, "tcp6", true, true, report);
        readTable(process, "udp", false, false, report);
        readTable(process, "udp6", false, true, report);
        return true;
    }

    private boolean readTable(String process, String name, boolean tcp, boolean wide, SocketReport report) {
        boolean[] heading = {true};
        return proc.eachLine(process + "/net/" + name, line -> {
            if (!heading[0]) {
                report.add(SocketLine.of(line, tcp, wide));
            }
            heading[0] = false;
            return true;
        });
    }
}
