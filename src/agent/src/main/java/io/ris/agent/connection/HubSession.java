package io.ris.agent.connection;

import io.ris.agent.loop.EventLoop;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.FrameException;
import io.ris.protocol.HubFrame;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One session with the hub: hello, welcome, then frames both ways until it ends. The wire's events are handed to the event
 * loop, to which all else is confined.
 */
final class HubSession implements Wire.Listener {

    /** Without any byte from the hub for this long the connection counts as dead. */
    static final Duration SILENCE = Duration.ofSeconds(45);

    /** How long the hub may take to say welcome. */
    static final Duration WELCOME_PATIENCE = Duration.ofSeconds(20);

    private static final Logger LOG = System.getLogger(HubSession.class.getName());
    private static final Duration SILENCE_CHECK = Duration.ofSeconds(5);
    private static final int MAX_FAULTS = 3;
    private static final int UNSUPPORTED_DATA = 1003;
    private static final int TOO_BIG = 1009;

    private final HubConnection connection;
    private final HubPeer peer;
    private final EventLoop loop;
    private final Clock clock;
    private volatile Instant lastHeard;
    private @Nullable Wire wire;
    private @Nullable Outbox outbox;
    private boolean welcomed;
    private boolean over;
    private int faults;

    HubSession(HubConnection connection, HubPeer peer, EventLoop loop, Clock clock) {
        this.connection = connection;
        this.peer = peer;
        this.loop = loop;
        this.clock = clock;
        this.lastHeard = clock.instant();
    }

    void opened(Wire opened) {
        wire = opened;
        lastHeard = clock.instant();
        outbox = new Outbox(opened::send, loop, this::nextOutput, reason -> connection.lost(this, reason, null));
        outbox.send(peer.hello());
        opened.begin();
        loop.schedule(SILENCE_CHECK, this::checkSilence);
        loop.schedule(WELCOME_PATIENCE, this::checkWelcome);
    }

    void sendLazily(Supplier<Optional<AgentFrame>> frame) {
        if (welcomed && outbox != null) {
            outbox.sendLazily(frame);
        }
    }

    void sendReport(AgentFrame.Report report) {
        if (welcomed && outbox != null) {
            outbox.sendReport(report);
        }
    }

    void wake() {
        if (welcomed && outbox != null) {
            outbox.pump();
        }
    }

    void close(int code, String reason) {
        over = true;
        if (outbox != null) {
            outbox.close();
        }
        if (wire != null) {
            wire.close(code, reason);
        }
    }

    /** Ends the session without ceremony. */
    void abandon() {
        if (over) {
            return;
        }
        over = true;
        if (outbox != null) {
            outbox.close();
        }
        if (wire != null) {
            wire.abort();
        }
    }

    @Override
    public void heard() {
        lastHeard = clock.instant();
    }

    @Override
    public void message(String text) {
        loop.execute(() -> {
            if (over) {
                return;
            }
            try {
                handle(text);
            } finally {
                // Whatever one frame does, it does not keep the next ones from being heard.
                proceed();
            }
        });
    }

    @Override
    public void unreadable(Wire.Unreadable kind) {
        loop.execute(() -> {
            switch (kind) {
                case TOO_LARGE -> end(TOO_BIG, "a message of more than 1 MB");
                case BINARY -> {
                    fault(new FrameException(FrameException.MALFORMED, "frames are text messages", null));
                    proceed();
                }
            }
        });
    }

    @Override
    public void ended(String reason) {
        loop.execute(() -> connection.lost(this, reason, null));
    }

    private void proceed() {
        if (!over && wire != null) {
            wire.proceed();
        }
    }

    private void handle(String text) {
        try {
            handle(FrameCodec.decodeHubFrame(text));
            faults = 0;
        } catch (FrameException e) {
            fault(e);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "a frame of the hub cannot be handled, as the journal cannot be written", e);
            connection.lost(this, "the agent's journal cannot be written", null);
        }
    }

    private void handle(HubFrame frame) throws FrameException, IOException {
        switch (frame) {
            case HubFrame.Welcome welcome -> welcome(welcome);
            case HubFrame.Goodbye goodbye -> connection.goodbye(this, goodbye);
            case HubFrame.Fault fault ->
                LOG.log(Level.WARNING, "the hub could not handle a frame: {0} {1}", fault.code(), fault.message());
            case HubFrame.OfTask ofTask -> {
                requireWelcomed();
                peer.received(ofTask);
            }
            case HubFrame.OfCertificate ofCertificate -> {
                requireWelcomed();
                peer.received(ofCertificate);
            }
        }
    }

    private void requireWelcomed() throws FrameException {
        if (!welcomed) {
            throw new FrameException(FrameException.UNEXPECTED, "nothing comes before welcome", null);
        }
    }

    private void welcome(HubFrame.Welcome welcome) throws FrameException, IOException {
        if (welcomed) {
            throw new FrameException(FrameException.UNEXPECTED, "there is one welcome", "welcome");
        }
        welcomed = true;
        connection.welcomed(welcome);
        heartbeat(welcome.heartbeatInterval());
    }

    private void heartbeat(Duration interval) {
        if (over || outbox == null) {
            return;
        }
        loop.schedule(interval, () -> heartbeat(interval));
        peer.networkChange().ifPresent(outbox::send);
        outbox.sendHeartbeat(peer.heartbeat());
    }

    private Optional<AgentFrame> nextOutput() {
        return welcomed ? peer.nextOutput() : Optional.empty();
    }

    private void fault(FrameException e) {
        if (over || outbox == null) {
            return;
        }
        faults++;
        LOG.log(Level.WARNING, "a frame of the hub cannot be handled: {0}", e.getMessage());
        if (faults >= MAX_FAULTS) {
            end(UNSUPPORTED_DATA, "too many frames that cannot be handled");
            return;
        }
        outbox.send(new AgentFrame.Fault(e.code(), String.valueOf(e.getMessage()), e.ref()));
    }

    private void end(int code, String reason) {
        if (!over) {
            close(code, reason);
            connection.lost(this, reason, null);
        }
    }

    private void checkSilence() {
        if (over) {
            return;
        }
        if (Duration.between(lastHeard, clock.instant()).compareTo(SILENCE) >= 0) {
            connection.lost(this, "the hub was silent for " + SILENCE.toSeconds() + " s", null);
            return;
        }
        loop.schedule(SILENCE_CHECK, this::checkSilence);
    }

    private void checkWelcome() {
        if (!over && !welcomed) {
            connection.lost(this, "the hub did not say welcome", null);
        }
    }
}
