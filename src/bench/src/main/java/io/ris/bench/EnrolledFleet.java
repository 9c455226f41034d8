package io.ris.bench;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Simulated agents that were enrolled at a hub and are connected; at the end they are gone from it. Not thread-safe. */
final class EnrolledFleet implements AutoCloseable {

    private final HubUnderTest hub;
    private final HubClient client;
    private final List<AgentCredentials> enrolled;
    private final int capacity;
    private AgentFleet fleet;

    /** @param capacity how many tasks each agent takes at once */
    EnrolledFleet(HubUnderTest hub, HubClient client, List<AgentCredentials> enrolled, int capacity)
            throws IOException {
        this.hub = hub;
        this.client = client;
        this.enrolled = List.copyOf(enrolled);
        this.capacity = capacity;
        this.fleet = newFleet();
    }

    private AgentFleet newFleet() throws IOException {
        return new AgentFleet(
                hub.address(), hub.trust().managers(), enrolled, capacity, Work.NOTHING, Clock.systemUTC());
    }

    /** Connects all of them. */
    AgentFleet connect(Duration limit) throws InterruptedException, TimeoutException {
        fleet.connectAll(limit);
        return fleet;
    }

    /** Ends all connections; they may connect again. */
    void disconnect() throws IOException {
        fleet.close();
        fleet = newFleet();
    }

    List<String> clientIds() {
        return enrolled.stream().map(agent -> agent.id().value()).toList();
    }

    @Override
    public void close() throws IOException {
        fleet.close();
        if (!hub.isDisposable()) {
            client.deleteAgents(enrolled.stream().map(AgentCredentials::number).toList());
        }
    }
}
