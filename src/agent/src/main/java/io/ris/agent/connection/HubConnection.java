package io.ris.agent.connection;

import io.ris.agent.loop.EventLoop;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.HubFrame;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an agent connected to its hub: opens a session, and after its end the next one, for ever, unless the hub dismisses
 * the agent, or has said after how many failed attempts in a row to give up. Confined to the event loop.
 */
public final class HubConnection {

    private static final int NORMAL_CLOSURE = 1000;
    private static final int FORBIDDEN = 403;
    private static final Set<String> FINAL_REASONS = Set.of("deleted", "revoked");

    private final Wire.Opener opener;
    private final EventLoop loop;
    private final Clock clock;
    private final HubPeer peer;
    private final RandomGenerator random;
    private final Backoff backoff;
    private @Nullable HubSession session;
    private boolean stopped;

    /** Whether the present or last session got so far. */
    private boolean welcomed;

    /** As the last welcome said. */
    private HubFrame.ReconnectPolicy policy = Backoff.DEFAULT;

    private int failedAttempts;

    HubConnection(Wire.Opener opener, EventLoop loop, Clock clock, RandomGenerator random, HubPeer peer) {
        this.opener = opener;
        this.loop = loop;
        this.clock = clock;
        this.peer = peer;
        this.random = random;
        this.backoff = new Backoff(Backoff.DEFAULT, random);
    }

    /**
     * A connection that is not opened yet.
     *
     * @param access asked anew for each session
     */
    public static HubConnection to(
            HubAccess access, EventLoop loop, Clock clock, RandomGenerator random, HubPeer peer) {
        return new HubConnection(WebSocketWire.opener(access), loop, clock, random, peer);
    }

    /** Opens a session. */
    public void connect() {
        if (stopped) {
            return;
        }
        welcomed = false;
        HubSession opening = new HubSession(this, peer, loop, clock);
        session = opening;
        var unused = opener.open(opening)
                .whenComplete((wire, failure) -> loop.execute(() -> opened(opening, wire, failure)));
    }

    /** Closes the session in order and opens the next one at once. */
    public void reconnect(String reason) {
        if (session != null && !stopped) {
            session.close(NORMAL_CLOSURE, reason);
            connect();
        }
    }

    /** Closes the session in order; there is none after it. */
    public void stop() {
        stopped = true;
        if (session != null) {
            session.close(NORMAL_CLOSURE, "the agent stops");
            session = null;
        }
    }

    /** Sends a frame, if the hub has said welcome. */
    public void send(AgentFrame frame) {
        sendLazily(() -> Optional.of(frame));
    }

    /** Sends what the supplier gives when its turn comes, if the hub has said welcome. */
    public void sendLazily(Supplier<Optional<AgentFrame>> frame) {
        if (session != null) {
            session.sendLazily(frame);
        }
    }

    /** Sends a report when there is nothing else to send; one that still waits is forgotten for it. */
    public void sendReport(AgentFrame.Report report) {
        if (session != null) {
            session.sendReport(report);
        }
    }

    /** There may be new output to fetch. */
    public void wake() {
        if (session != null) {
            session.wake();
        }
    }

    private void opened(HubSession opening, @Nullable Wire wire, @Nullable Throwable failure) {
        if (session != opening) {
            if (wire != null) {
                wire.abort();
            }
            return;
        }
        if (wire != null) {
            opening.opened(wire);
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof WebSocketHandshakeException refused) {
            refused(refused.getResponse());
        } else if (cause instanceof AccessRefusedException refused) {
            dismissed(refused.reason());
        } else {
            lost(opening, "the hub cannot be reached" + words(cause), null);
        }
    }

    private void refused(HttpResponse<?> answer) {
        int status = answer.statusCode();
        if (status == FORBIDDEN) {
            dismissed("the hub refuses this agent (HTTP 403): it was deleted or revoked there");
        } else if (session != null) {
            lost(session, "the hub answers HTTP " + status, retryAfter(answer));
        }
    }

    /** RFC 9110, section 10.2.3, in seconds; spread, so that not all agents come back at the same moment. */
    private @Nullable Duration retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("[1-9][0-9]{0,3}"))
                .map(seconds -> Duration.ofMillis((long) (Long.parseLong(seconds) * (500 + random.nextDouble(500)))))
                .orElse(null);
    }

    /** Where the agent cannot go on from here, the next attempt comes no sooner for the hub having been there. */
    void welcomed(HubFrame.Welcome welcome) throws IOException {
        peer.welcomed(welcome);
        backoff.reset(welcome.reconnect());
        policy = welcome.reconnect();
        failedAttempts = 0;
        welcomed = true;
    }

    void goodbye(HubSession from, HubFrame.Goodbye goodbye) {
        if (FINAL_REASONS.contains(goodbye.reason())) {
            from.abandon();
            dismissed("the hub said goodbye for ever: this agent is " + goodbye.reason());
        } else {
            lost(from, "the hub said goodbye: " + goodbye.reason(), goodbye.reconnectAfter());
        }
    }

    /** @param reconnectAfter when to come back; null for the usual backoff */
    void lost(HubSession from, String reason, @Nullable Duration reconnectAfter) {
        if (session != from || stopped) {
            return;
        }
        from.abandon();
        session = null;
        if (!welcomed && reconnectAfter == null) { // a hub that says when to come back is there
            failedAttempts++;
        }
        if (!policy.goesOnAfter(failedAttempts)) {
            stopped = true;
            peer.gaveUp(failedAttempts + " attempts in a row to connect failed, the last one as " + reason);
            return;
        }
        Duration delay = reconnectAfter == null ? backoff.next() : reconnectAfter;
        peer.disconnected(reason, delay);
        loop.schedule(delay, this::connect);
    }

    private void dismissed(String reason) {
        stopped = true;
        session = null;
        peer.dismissed(reason);
    }

    private static String words(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                return ": " + cause.getMessage();
            }
        }
        return failure == null ? "" : ": " + failure.getClass().getSimpleName();
    }
}
