package io.ris.bench;

import io.ris.bench.probes.Machine;
import io.ris.bench.probes.MachineShape;
import io.ris.protocol.Json;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Agents that report: their reports are written before anything is measured. */
final class ReportFleet {

    private static final int CREATED = 201;

    private final MonitoringSite site;
    private final MachineShape shape;
    private final Clock clock;
    private final List<List<StampedRequest>> agents = new ArrayList<>();
    private long bodyBytes;

    /**
     * Registers the agents, and writes their reports.
     *
     * @param prefix of the agents' ids
     * @param variants how many reports are written for each; they differ in what differs on a real machine from one to the next
     */
    ReportFleet(MonitoringSite site, String prefix, MachineShape shape, int count, int variants, Clock clock)
            throws IOException {
        this.site = site;
        this.shape = shape;
        this.clock = clock;
        try (KeptConnection connection = site.connect()) {
            for (int number = 0; number < count; number++) {
                Machine machine = new Machine("%s-%04d".formatted(prefix, number), shape, number, count);
                register(connection, machine.agentId());
                agents.add(prepare(machine, variants));
            }
        }
    }

    private void register(KeptConnection connection, String agentId) throws IOException {
        String body =
                HubClient.json(Map.of("agent_id", agentId, "hostname", agentId, "metadata", Map.of("os", "linux")));
        int status = connection.exchange(site.registration(agentId, body)).status();
        if (status != CREATED) {
            throw new IOException("the registration of " + agentId + " was answered " + status);
        }
    }

    private List<StampedRequest> prepare(Machine machine, int variants) throws IOException {
        List<StampedRequest> reports = new ArrayList<>();
        for (int variant = 0; variant < variants; variant++) {
            String json = Json.strict().writeValueAsString(machine.next(StampedRequest.writable(clock.instant())));
            bodyBytes += json.length();
            reports.add(new StampedRequest(site.report(machine.agentId(), json)));
        }
        return reports;
    }

    /** A load of this fleet's reports, shared out among so many connections. */
    TimedLoad load(int connections, Pace pace) throws IOException {
        int used = Math.min(connections, agents.size());
        List<ReportSender> senders = new ArrayList<>();
        for (int place = 0; place < used; place++) {
            int first = place;
            List<List<StampedRequest>> share = IntStream.range(0, agents.size())
                    .filter(agent -> agent % used == first)
                    .mapToObj(agents::get)
                    .toList();
            senders.add(new ReportSender(site.connect(), share, clock));
        }
        return new TimedLoad(senders, pace);
    }

    /** Has each agent report once. */
    void reportOnce() throws IOException {
        try (ReportSender sender = new ReportSender(site.connect(), agents, clock)) {
            for (int agent = 0; agent < agents.size(); agent++) {
                HttpAnswer unused = sender.ask();
            }
        }
    }

    /** Nodes of the topology that the reports make. */
    int nodes() {
        return agents.size() * shape.nodes();
    }

    /** Edges of that topology. */
    int edges() {
        return agents.size() * shape.edges();
    }

    String describe() {
        int reports = agents.stream().mapToInt(List::size).sum();
        return "%d agents, %d distinct reports of %d bytes and a new time each: %d processes, %d connections, %d containers"
                .formatted(
                        agents.size(),
                        reports,
                        bodyBytes / reports,
                        shape.processes(),
                        shape.connections(),
                        shape.containers());
    }
}
