package io.ris.bench;

import io.netty.handler.ssl.SslContext;
import io.ris.protocol.HubFrame;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One agent of a fleet over all its connections: connects, and connects again as the protocol says. */
final class FleetMember implements AgentConnection.Owner {

    private final SimulatedAgent agent;
    private final SslContext tls;
    private final AgentConnector connector;
    private final FleetCounts counts;
    private final Backoff backoff = new Backoff(RandomGenerator.getDefault());

    private volatile boolean connected;
    private volatile boolean stopped;
    private volatile boolean quiet;
    private volatile @Nullable Runnable firstOutcome;

    FleetMember(SimulatedAgent agent, SslContext tls, AgentConnector connector, FleetCounts counts) {
        this.agent = agent;
        this.tls = tls;
        this.connector = connector;
        this.counts = counts;
    }

    boolean isConnected() {
        return connected;
    }

    /**
     * Connects for the first time.
     *
     * @param whenDecided called once, as soon as the first attempt succeeded or failed
     */
    void connect(Runnable whenDecided) {
        firstOutcome = whenDecided;
        connector.connect(tls, agent, this);
    }

    /** Does not connect again when the present connection ends. */
    void stop() {
        stopped = true;
    }

    /** Sends no more heartbeats; everything else goes on. */
    void quieten() {
        quiet = true;
    }

    @Override
    public boolean sendsHeartbeats() {
        return !quiet;
    }

    @Override
    public void welcomed(HubFrame.Welcome welcome) {
        connected = true;
        backoff.reset(welcome.reconnect());
        decided();
    }

    @Override
    public void ended(Ending ending) {
        connected = false;
        decided();
        if (stopped) {
            return;
        }
        switch (ending) {
            case NOT_CONNECTED -> counts.failedConnects.increment();
            case DISCONNECTED -> counts.disconnects.increment();
            case UNWANTED -> counts.turnedAway.increment();
        }
        if (ending != Ending.UNWANTED) {
            Duration delay = agent.reconnectAfter().orElseGet(backoff::next);
            var unused = connector
                    .loops()
                    .schedule(() -> connector.connect(tls, agent, this), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void decided() {
        Runnable waiting = firstOutcome;
        firstOutcome = null;
        if (waiting != null) {
            waiting.run();
        }
    }
}
