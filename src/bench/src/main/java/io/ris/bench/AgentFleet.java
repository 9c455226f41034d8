package io.ris.bench;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/** Many simulated agents connected to one hub. Used from one thread; the counts are thread-safe. */
final class AgentFleet implements AutoCloseable {

    /** Attempts to connect under way at a time: enough to keep a hub busy, too few to time out behind each other. */
    private static final int CONNECTING_AT_ONCE = 64;

    private static final long POLL_MILLIS = 20;

    private final FleetCounts counts = new FleetCounts();
    private final AgentConnector connector;
    private final List<FleetMember> members = new ArrayList<>();

    /**
     * @param capacity how many tasks each agent takes at once
     * @param work what the agents do for a task
     * @throws SSLException if a key or certificate cannot be used
     */
    AgentFleet(URI hub, TrustManagerFactory trust, List<AgentCredentials> agents, int capacity, Work work, Clock clock)
            throws SSLException {
        connector = new AgentConnector(hub, trust, counts);
        for (AgentCredentials credentials : agents) {
            SimulatedAgent agent = new SimulatedAgent(credentials.id(), capacity, work, clock);
            members.add(new FleetMember(agent, connector.contextFor(credentials), connector, counts));
        }
    }

    FleetCounts counts() {
        return counts;
    }

    int size() {
        return members.size();
    }

    /** Agents that have a welcome on an open connection. */
    long connected() {
        return members.stream().filter(FleetMember::isConnected).count();
    }

    /**
     * Connects all agents and waits until each is connected.
     *
     * @return how long that took
     * @throws TimeoutException if some are not connected within the limit
     */
    Duration connectAll(Duration limit) throws InterruptedException, TimeoutException {
        long begun = System.nanoTime();
        Semaphore places = new Semaphore(CONNECTING_AT_ONCE);
        for (FleetMember member : members) {
            places.acquire();
            member.connect(places::release);
        }
        awaitConnected(begun, limit);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Ends all connections at once; each agent comes back at once. */
    void cutAll() {
        members.forEach(FleetMember::cut);
    }

    /**
     * Waits until each agent is connected.
     *
     * @param begun since when, by {@code System.nanoTime()}, the limit counts
     * @throws TimeoutException if some are not connected within the limit
     */
    void awaitConnected(long begun, Duration limit) throws InterruptedException, TimeoutException {
        while (connected() < members.size()) {
            if (System.nanoTime() - begun > limit.toNanos()) {
                throw new TimeoutException(connected() + " of " + members.size() + " agents connected within "
                        + limit.toSeconds() + " s; " + counts.failedConnects + " attempts failed, " + counts.turnedAway
                        + " agents were turned away"
                        + counts.firstFault()
                                .map(cause -> ", the first by " + cause)
                                .orElse(""));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** Lets the agents send no more heartbeats and waits, up to the limit, until those sent are answered. */
    void quieten(Duration limit) throws InterruptedException {
        members.forEach(FleetMember::quieten);
        long end = System.nanoTime() + limit.toNanos();
        while (counts.heartbeatsAnswered.sum() < counts.heartbeatsSent.sum() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** Ends all connections at once, as killed agents would. */
    @Override
    public void close() {
        members.forEach(FleetMember::stop);
        connector.close();
    }
}
