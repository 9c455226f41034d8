package io.ris.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Agent processes, connected; at the end they are gone from the hub. Not thread-safe. */
final class RealAgents implements AutoCloseable {

    private final HubUnderTest hub;
    private final HubClient client;
    private final List<RealAgent> started = new ArrayList<>();

    private RealAgents(HubUnderTest hub, HubClient client) {
        this.hub = hub;
        this.client = client;
    }

    /**
     * Starts so many.
     *
     * @param home the directory that {@code ./ris} is in
     * @param prefix makes their names unique, and is the value of their label
     */
    static RealAgents start(int count, Path home, HubUnderTest hub, HubClient client, String prefix)
            throws IOException, InterruptedException {
        RealAgents agents = new RealAgents(hub, client);
        try {
            for (int number = 1; number <= count; number++) {
                agents.started.add(RealAgent.start(
                        home, hub.address(), client, prefix + "-real-" + number, Map.of(Enroller.LABEL, prefix)));
            }
            return agents;
        } catch (IOException | InterruptedException | RuntimeException e) {
            agents.close();
            throw e;
        }
    }

    List<String> clientIds() {
        return started.stream().map(RealAgent::clientId).toList();
    }

    @Override
    public void close() throws IOException {
        for (RealAgent agent : started) {
            agent.close();
        }
        if (!hub.isDisposable()) {
            client.deleteAgents(started.stream().map(RealAgent::number).toList());
        }
    }
}
