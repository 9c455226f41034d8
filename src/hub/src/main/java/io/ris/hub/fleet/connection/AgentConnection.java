package io.ris.hub.fleet.connection;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.Heard;
import io.ris.hub.platform.websocket.Outbox;
import io.ris.hub.platform.websocket.Transport;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.HubFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of an agent, from the upgrade to its end. Frames may be sent from any thread; those of the agent are
 * handled one after the other.
 */
public final class AgentConnection {

    /** A quarter of what makes the connection end. */
    private static final long BACKLOG = 4L * 1024 * 1024;

    private static final int CLOSE_TRY_LATER = 1013;
    private static final int PARTS = 1_000;

    private final AgentIdentity identity;
    private final String sessionId;
    private final Outbox outbox;
    private final BooleanSupplier mayCommand;
    private volatile Instant lastHeard;
    private volatile Instant lastPing;
    private volatile @Nullable Greeting greeting;
    private volatile @Nullable AgentNews news;
    private volatile boolean takesWork;
    private volatile AgentFrame.@Nullable Heartbeat lastHeartbeat;
    private volatile Instant renewalAsked = Instant.EPOCH;
    private int faultsInARow;

    /** @param mayCommand whether this node may still speak for its agents */
    AgentConnection(
            AgentIdentity identity, String sessionId, Transport transport, BooleanSupplier mayCommand, Instant now) {
        this.mayCommand = mayCommand;
        this.identity = identity;
        this.sessionId = sessionId;
        this.outbox = new Outbox(transport);
        this.lastHeard = now;
        this.lastPing = now;
    }

    /**
     * What is known of the agent since its hello.
     *
     * @param epoch of every frame that this connection carries
     */
    record Greeting(long epoch, int capacity, Set<String> capabilities) {}

    /** Tenant and agent. */
    public AgentKey agent() {
        return identity.agent();
    }

    /** Identifies the connection. */
    public String sessionId() {
        return sessionId;
    }

    /** The epoch of every frame to the agent; 0 before welcome. */
    public long epoch() {
        Greeting known = greeting;
        return known == null ? 0 : known.epoch();
    }

    /** How many tasks the agent runs at once, as it last said; 0 until what it still has is known here. */
    public int capacity() {
        return takesWork ? toldCapacity() : 0;
    }

    /** How many tasks the agent runs at once, as it last said; 0 before its hello. */
    int toldCapacity() {
        AgentFrame.Heartbeat heartbeat = lastHeartbeat;
        Greeting known = greeting;
        if (heartbeat != null) {
            return heartbeat.capacity();
        }
        return known == null ? 0 : known.capacity();
    }

    /** Use of the machine's resources, as the last heartbeat said; null before the first. */
    public AgentFrame.@Nullable ResourceUsage resourceUsage() {
        AgentFrame.Heartbeat heartbeat = lastHeartbeat;
        return heartbeat == null ? null : heartbeat.resourceUsage();
    }

    /**
     * Sends a frame, after those that were sent before. Where this node's lease has ended, another may have the agent by now: a command
     * ends the connection, and the next one begins with what the agent has.
     */
    public void send(HubFrame frame) {
        if (frame instanceof HubFrame.Command && !mayCommand.getAsBoolean()) {
            close(CLOSE_TRY_LATER, "the node's lease has ended");
            return;
        }
        outbox.send(FrameCodec.encode(frame));
    }

    /** Whether so much waits to go out that nothing large should be added now. */
    public boolean isBacklogged() {
        return outbox.waitingChars() > BACKLOG;
    }

    /** From now on it has the capacity that the agent told. */
    void takeWork() {
        takesWork = true;
    }

    /** Says why, and closes. */
    void dismiss(HubFrame.Goodbye goodbye, int closeCode) {
        send(goodbye);
        outbox.close(closeCode, goodbye.reason());
    }

    void close(int code, String reason) {
        outbox.close(code, reason);
    }

    void ping(Instant now) {
        lastPing = now;
        outbox.ping();
    }

    /** Agents that come all at once are not written of all at once ever after. */
    void greeted(Greeting known) {
        Duration first = AgentNews.INTERVAL
                .multipliedBy(Math.floorMod(sessionId.hashCode(), PARTS))
                .dividedBy(PARTS);
        news = new AgentNews(new Heard(sessionId, lastHeard, known.capacity()), lastHeard.plus(first));
        greeting = known;
    }

    /** What the store should be told of the agent now. */
    Optional<Heard> news(Instant now) {
        AgentNews known = news;
        return known == null ? Optional.empty() : known.due(new Heard(sessionId, lastHeard, toldCapacity()), now);
    }

    /** The store has been told. */
    void noted(Heard written, Instant now) {
        AgentNews known = news;
        if (known != null) {
            known.noted(written, now);
        }
    }

    /** Whether the certificate that it was made with should be renewed. */
    boolean isRenewalDue(Instant now) {
        return !now.isBefore(identity.renewAt());
    }

    /** When the agent was last asked to renew its certificate. */
    Instant renewalAsked() {
        return renewalAsked;
    }

    void askForRenewal(Instant now) {
        renewalAsked = now;
        send(new HubFrame.Renew(identity.expiresAt()));
    }

    boolean isGreeted() {
        return greeting != null;
    }

    void heartbeat(AgentFrame.Heartbeat heartbeat) {
        lastHeartbeat = heartbeat;
    }

    void heard(Instant now) {
        lastHeard = now;
    }

    Instant lastHeard() {
        return lastHeard;
    }

    Instant lastPing() {
        return lastPing;
    }

    AgentIdentity identity() {
        return identity;
    }

    /** Counts a frame that could not be handled, and says how many have come in a row. */
    int countFault() {
        return ++faultsInARow;
    }

    void countGood() {
        faultsInARow = 0;
    }

    @Override
    public String toString() {
        return agent() + " session " + sessionId;
    }
}
