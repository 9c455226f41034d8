package io.ris.bench;

import io.netty.channel.Channel;
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
    private volatile boolean returnsAtOnce;
    private volatile @Nullable Channel channel;
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
        begin();
    }

    private void begin() {
        channel = connector.connect(tls, agent, this);
    }

    /** Ends the present connection, and begins the next one at once. */
    void cut() {
        Channel present = channel;
        if (present != null) {
            returnsAtOnce = true;
            connected = false;
            var unused = present.close();
        }
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
            Duration delay =
                    returnsAtOnce ? Duration.ZERO : agent.reconnectAfter().orElseGet(backoff::next);
            returnsAtOnce = false;
            var unused = connector.loops().schedule(this::begin, delay.toMillis(), TimeUnit.MILLISECONDS);
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
