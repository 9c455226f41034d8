package io.ris.hub.platform.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final int SENDERS = 8;
    private static final int EACH = 1_000;

    private final ExecutorService completions = Executors.newFixedThreadPool(2);

    @AfterEach
    void stop() {
        completions.shutdownNow();
    }

    /** What a connection was told, and whether it was told one thing at a time. */
    private abstract static class RecordingTransport implements Transport {

        final Queue<String> events = new ConcurrentLinkedQueue<>();
        final AtomicBoolean busy = new AtomicBoolean();
        volatile boolean overlapped;
        volatile boolean pingsFail;

        @Override
        public final void sendText(String text, Consumer<Boolean> done) {
            overlapped |= !busy.compareAndSet(false, true);
            events.add(text);
            complete(sent -> {
                busy.set(false);
                done.accept(sent);
            });
        }

        abstract void complete(Consumer<Boolean> done);

        @Override
        public final boolean sendPing() {
            overlapped |= busy.get();
            events.add("ping");
            return !pingsFail;
        }

        @Override
        public final void close(int code, String reason) {
            events.add("close " + code);
        }

        List<String> events() {
            return List.copyOf(events);
        }

        List<String> closes() {
            return events.stream().filter(event -> event.startsWith("close")).toList();
        }
    }

    private static final class Synchronous extends RecordingTransport {
        @Override
        void complete(Consumer<Boolean> done) {
            done.accept(true);
        }
    }

    private static final class Asynchronous extends RecordingTransport {

        private final ExecutorService threads;

        Asynchronous(ExecutorService threads) {
            this.threads = threads;
        }

        @Override
        void complete(Consumer<Boolean> done) {
            threads.execute(() -> done.accept(true));
        }
    }

    /** Completes when the test says so. */
    private static final class Manual extends RecordingTransport {

        final Queue<Consumer<Boolean>> pending = new ConcurrentLinkedQueue<>();

        @Override
        void complete(Consumer<Boolean> done) {
            pending.add(done);
        }

        void finish(boolean sent) {
            pending.remove().accept(sent);
        }

        void finishAll() {
            while (!pending.isEmpty()) {
                finish(true);
            }
        }
    }

    private static void sendFromManyThreads(RecordingTransport transport) throws InterruptedException {
        Outbox outbox = new Outbox(transport);
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> senders = IntStream.range(0, SENDERS)
                .mapToObj(sender -> Thread.ofPlatform().start(() -> {
                    awaitStart(start);
                    IntStream.range(0, EACH).forEach(i -> outbox.send(sender + ":" + i));
                }))
                .toList();
        start.countDown();
        for (Thread sender : senders) {
            sender.join();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> transport.events.size() == SENDERS * EACH);
        assertThat(transport.overlapped).isFalse();
        for (int sender = 0; sender < SENDERS; sender++) {
            String prefix = sender + ":";
            assertThat(transport.events())
                    .filteredOn(text -> text.startsWith(prefix))
                    .containsExactlyElementsOf(
                            IntStream.range(0, EACH).mapToObj(i -> prefix + i).toList());
        }
    }

    private static void awaitStart(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void sendsInOrderFromManyThreadsWhereSendsCompleteAtOnce() throws InterruptedException {
        sendFromManyThreads(new Synchronous());
    }

    @Test
    void sendsInOrderFromManyThreadsWhereSendsCompleteLater() throws InterruptedException {
        sendFromManyThreads(new Asynchronous(completions));
    }

    @Test
    void sendsOneAtATime() {
        Manual transport = new Manual();
        Outbox outbox = new Outbox(transport);
        outbox.send("1");
        outbox.send("2");
        outbox.ping();
        assertThat(transport.events()).containsExactly("1");
        transport.finish(true);
        assertThat(transport.events()).containsExactly("1", "2");
        transport.finish(true);
        assertThat(transport.events()).containsExactly("1", "2", "ping");
    }

    @Test
    void aFullQueueIsEmptiedWithoutDeepeningTheStack() throws InterruptedException {
        Manual first = new Manual();
        List<String> sent = new ArrayList<>();
        Outbox outbox = new Outbox(new Transport() {
            @Override
            public void sendText(String text, Consumer<Boolean> done) {
                if (sent.isEmpty()) {
                    first.sendText(text, done);
                } else {
                    done.accept(true);
                }
                sent.add(text);
            }

            @Override
            public boolean sendPing() {
                return true;
            }

            @Override
            public void close(int code, String reason) {
                sent.add("close");
            }
        });
        IntStream.range(0, 9_999).forEach(i -> outbox.send("m" + i));
        Thread shallow = Thread.ofPlatform().start(() -> first.finish(true));
        shallow.join();
        assertThat(sent).hasSize(9_999).doesNotContain("close");
    }

    @Test
    void closesAfterAllThatWaits() {
        Manual transport = new Manual();
        Outbox outbox = new Outbox(transport);
        outbox.send("1");
        outbox.send("2");
        outbox.close(1000, "done");
        outbox.send("late");
        outbox.ping();
        outbox.close(1001, "again");
        transport.finishAll();
        assertThat(transport.events()).containsExactly("1", "2", "close 1000");
    }

    @Test
    void closesAtOnceWhereNothingWaits() {
        Synchronous transport = new Synchronous();
        new Outbox(transport).close(1000, "done");
        assertThat(transport.events()).containsExactly("close 1000");
    }

    @Test
    void cutsOffAnAgentThatDoesNotReadManyMessages() {
        Manual transport = new Manual();
        Outbox outbox = new Outbox(transport);
        IntStream.range(0, 10_001).forEach(i -> outbox.send("m" + i));
        assertThat(transport.events()).containsExactly("m0", "close 1013");
    }

    @Test
    void cutsOffAnAgentThatDoesNotReadLargeMessages() {
        Manual transport = new Manual();
        Outbox outbox = new Outbox(transport);
        String large = "x".repeat(1024 * 1024);
        IntStream.range(0, 17).forEach(i -> outbox.send(large));
        assertThat(transport.closes()).containsExactly("close 1013");
    }

    @Test
    void whatHasGoneOutDoesNotCount() {
        Synchronous transport = new Synchronous();
        Outbox outbox = new Outbox(transport);
        String large = "x".repeat(1024 * 1024);
        IntStream.range(0, 100).forEach(i -> outbox.send(large));
        assertThat(transport.closes()).isEmpty();
    }

    @Test
    void sendsNothingMoreToAnAgentThatWasCutOff() {
        Manual transport = new Manual();
        Outbox outbox = new Outbox(transport);
        IntStream.range(0, 10_001).forEach(i -> outbox.send("m" + i));
        outbox.send("late");
        transport.finishAll();
        assertThat(transport.events()).containsExactly("m0", "close 1013");
    }

    @Test
    void closesOnceWhereASendFails() {
        Manual transport = new Manual();
        Outbox outbox = new Outbox(transport);
        outbox.send("1");
        outbox.send("2");
        transport.finish(false);
        outbox.send("late");
        outbox.close(1000, "done");
        assertThat(transport.events()).containsExactly("1", "close 1011");
    }

    @Test
    void closesWhereAPingFails() {
        Synchronous transport = new Synchronous();
        transport.pingsFail = true;
        Outbox outbox = new Outbox(transport);
        outbox.ping();
        outbox.send("late");
        assertThat(transport.events()).containsExactly("ping", "close 1011");
    }
}
