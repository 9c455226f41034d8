package io.ris.hub.platform.websocket;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one way to send on a connection: one message at a time, in order, from any thread, never blocking the caller. The
 * server's own asynchronous sends lose messages where they overlap. A peer that does not read is cut off when too much
 * waits for it.
 */
public final class Outbox {

    private static final int MAX_WAITING = 10_000;
    private static final long MAX_WAITING_CHARS = 16L * 1024 * 1024;
    private static final int CLOSE_TRY_LATER = 1013;
    private static final int CLOSE_INTERNAL = 1011;

    private final Transport transport;
    private final Queue<Item> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicLong waitingChars = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean cutOff;

    public Outbox(Transport transport) {
        this.transport = transport;
    }

    private sealed interface Item {
        record Text(String text) implements Item {}

        record Ping() implements Item {}

        record Close(int code, String reason) implements Item {}
    }

    /** Sends a text, after all that was sent before. */
    public void send(String text) {
        if (closed.get()) {
            return;
        }
        long waitsWithIt = waitingChars.addAndGet(text.length());
        boolean isFirst = waitsWithIt == text.length(); // that one message is large is no fault of who reads it
        if (work.get() >= MAX_WAITING || (waitsWithIt > MAX_WAITING_CHARS && !isFirst)) {
            abort(CLOSE_TRY_LATER, "too much waits to be read");
            return;
        }
        add(new Item.Text(text));
    }

    /** Sends a ping. */
    public void ping() {
        if (!closed.get()) {
            add(new Item.Ping());
        }
    }

    /** Closes after all that waits has gone out; what comes later is dropped. */
    public void close(int code, String reason) {
        if (closed.compareAndSet(false, true)) {
            add(new Item.Close(code, reason));
        }
    }

    /** How much of what was sent has not gone out. */
    public long waitingChars() {
        return waitingChars.get();
    }

    private void add(Item item) {
        waiting.add(item);
        if (work.getAndIncrement() == 0) {
            drain();
        }
    }

    private void drain() {
        boolean goOn = true;
        while (goOn) {
            Item item = waiting.remove();
            goOn = cutOff
                    || switch (item) {
                        case Item.Text text -> sendText(text.text());
                        case Item.Ping ping -> sendPing();
                        case Item.Close close -> sendClose(close);
                    };
            goOn = goOn && work.decrementAndGet() > 0;
        }
    }

    /** Returns true if the text has gone out already; else its completion goes on with the rest. */
    private boolean sendText(String text) {
        AtomicBoolean inFlight = new AtomicBoolean(true);
        transport.sendText(text, sent -> {
            waitingChars.addAndGet(-text.length());
            if (!sent) {
                abort(CLOSE_INTERNAL, "a message could not be sent");
            } else if (!inFlight.compareAndSet(true, false) && work.decrementAndGet() > 0) {
                drain();
            }
        });
        return !inFlight.compareAndSet(true, false);
    }

    private boolean sendPing() {
        boolean sent = transport.sendPing();
        if (!sent) {
            abort(CLOSE_INTERNAL, "a ping could not be sent");
        }
        return sent;
    }

    private boolean sendClose(Item.Close close) {
        transport.close(close.code(), close.reason());
        return false;
    }

    private void abort(int code, String reason) {
        closed.set(true);
        cutOff = true;
        transport.close(code, reason);
    }
}
