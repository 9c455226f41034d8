package io.ris.hub.platform.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ris.protocol.Json;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An answer that goes on as server-sent events (WHATWG HTML, "Server-sent events"). Nothing is written before what was written
 * has gone out, and no thread waits for that: one event at most is on its way.
 */
final class EventStream implements LiveSink, LiveConnection, WriteListener, AsyncListener {

    private static final System.Logger LOG = System.getLogger(EventStream.class.getName());
    private static final Duration SIGN_INTERVAL = Duration.ofSeconds(15);
    private static final byte[] KEEP_ALIVE = ": still there\n\n".getBytes(StandardCharsets.UTF_8);

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Clock clock;
    private final AtomicBoolean completed = new AtomicBoolean();
    private volatile boolean opened;
    private volatile boolean signDue = true; // the server has been seen to keep the first write back until the second
    private volatile Instant blockedSince;
    private volatile Instant lastSign;
    private boolean unflushed;
    private boolean finishing;
    private @Nullable LiveReader reader;
    private @Nullable Runnable gone;

    EventStream(AsyncContext context, ServletOutputStream out, Clock clock) {
        this.context = context;
        this.out = out;
        this.clock = clock;
        this.lastSign = clock.instant();
        this.blockedSince = clock.instant(); // until the server says for the first time that it can
    }

    /** @param whenGone called once the connection is over, however it ended; maybe more than once */
    void begin(LiveReader feeding, Runnable whenGone) {
        reader = feeding;
        gone = whenGone;
        context.addListener(this);
        out.setWriteListener(this);
    }

    @Override
    public void onWritePossible() {
        blockedSince = Instant.MAX;
        opened = true;
        wake();
    }

    @Override
    public void onError(Throwable fault) {
        LOG.log(System.Logger.Level.DEBUG, "a reader of events is gone", fault);
        complete();
    }

    private void wake() {
        if (reader != null) {
            reader.wake();
        }
    }

    @Override
    public boolean isReady() {
        if (!opened || completed.get()) {
            return false;
        }
        try {
            if (canWrite() && unflushed) {
                unflushed = false;
                out.flush();
            }
            if (canWrite() && signDue) {
                signDue = false;
                write(KEEP_ALIVE);
            }
            if (canWrite() && finishing) {
                complete();
            }
            return !completed.get() && canWrite();
        } catch (IOException e) {
            onError(e);
            return false;
        }
    }

    private boolean canWrite() {
        boolean can = out.isReady();
        if (can) {
            blockedSince = Instant.MAX;
        } else if (blockedSince.equals(Instant.MAX)) {
            blockedSince = clock.instant();
        }
        return can;
    }

    @Override
    public void send(LiveMessage message) {
        try {
            StringBuilder event = new StringBuilder();
            if (message.position() != null) {
                event.append("id: ").append(message.position()).append('\n');
            }
            event.append("event: ")
                    .append(message.type())
                    .append("\ndata: ")
                    .append(Json.strict().writeValueAsString(message.payload())) // one line: JSON escapes line ends
                    .append("\n\n");
            write(event.toString().getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message cannot be written as JSON", e);
        } catch (IOException e) {
            onError(e);
        }
    }

    private void write(byte[] event) throws IOException {
        out.write(event);
        unflushed = !out.isReady();
        if (!unflushed) {
            out.flush();
        }
    }

    @Override
    public void finish(String reason) {
        send(new LiveMessage("end", null, Map.of("reason", reason)));
        finishing = true;
        wake();
    }

    @Override
    public void end(String reason) {
        if (reader != null) {
            reader.end(reason);
        }
    }

    @Override
    public void keepAlive(Instant now) {
        if (!now.isBefore(lastSign.plus(SIGN_INTERVAL))) {
            lastSign = now;
            signDue = true;
            wake();
        }
    }

    /** Who reads events says nothing. */
    @Override
    public boolean isSilent(Instant now) {
        return false;
    }

    @Override
    public void tryAgain() {
        wake();
    }

    @Override
    public Instant blockedSince() {
        return blockedSince;
    }

    @Override
    public void abort(String reason) {
        complete();
    }

    private void complete() {
        if (!completed.compareAndSet(false, true)) {
            return;
        }
        try {
            context.complete();
        } catch (IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "the server has ended an answer before", e);
        }
        over();
    }

    private void over() {
        if (gone != null) {
            gone.run();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        completed.set(true);
        over();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        complete();
    }

    @Override
    public void onError(AsyncEvent event) {
        complete();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
