package io.ris.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Clients that ask again and again until a time is over, each on a thread of its own. Nothing counts but what was answered as it
 * should be: an answer that is not ends the load, and the benchmark.
 */
final class TimedLoad implements AutoCloseable {

    private static final int SIGNIFICANT_DIGITS = 3;

    /** One connection, used by one thread at a time. */
    interface Client extends AutoCloseable {

        /** @throws IOException if the answer is not what it should be */
        HttpAnswer ask() throws IOException;

        @Override
        void close() throws IOException;
    }

    private final List<? extends Client> clients;
    private final Pace pace;

    /** @param pace of all clients together */
    TimedLoad(List<? extends Client> clients, Pace pace) {
        this.clients = List.copyOf(clients);
        this.pace = pace;
    }

    /** Asks for so long, and waits for the last answers. */
    LoadFigures run(Duration duration) throws IOException, InterruptedException {
        return together(duration, List.of(this)).getFirst();
    }

    /** Runs several loads beside each other, and tells what each showed. */
    static List<LoadFigures> together(Duration duration, List<TimedLoad> loads)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        AtomicBoolean failed = new AtomicBoolean();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("load-", 0).factory())) {
            List<List<Future<Counted>>> running = loads.stream()
                    .map(load -> load.start(threads, begun, duration, failed))
                    .toList();
            List<LoadFigures> figures = new ArrayList<>();
            try {
                for (List<Future<Counted>> load : running) {
                    figures.add(Counted.sum(load));
                }
            } catch (ExecutionException e) {
                throw new IOException("the load ended early: " + e.getCause(), e);
            } finally {
                threads.shutdownNow();
            }
            return figures;
        }
    }

    private List<Future<Counted>> start(ExecutorService threads, long begun, Duration duration, AtomicBoolean failed) {
        return IntStream.range(0, clients.size())
                .mapToObj(place -> threads.submit(() -> {
                    try {
                        return ask(place, begun, duration.toNanos(), failed);
                    } catch (IOException e) {
                        failed.set(true);
                        throw e;
                    }
                }))
                .toList();
    }

    /** Ends early where another one has failed. */
    private Counted ask(int place, long begun, long duration, AtomicBoolean failed) throws IOException {
        Client client = clients.get(place);
        Counted counted = new Counted();
        for (int index = place; !failed.get(); index += clients.size()) {
            long due = pace.due(index, System.nanoTime() - begun);
            if (due >= duration) {
                break;
            }
            awaitTime(begun + due);
            HttpAnswer answer = client.ask();
            counted.add(answer, System.nanoTime() - begun, due);
        }
        return counted;
    }

    private static void awaitTime(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            client.close();
        }
    }

    /** What one client was answered. */
    private static final class Counted {

        private final Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
        private long last = 1;
        private long unchanged;
        private long bodyBytes;

        void add(HttpAnswer answer, long now, long due) {
            latencies.recordValue(now - due);
            last = now;
            unchanged += answer.isUnchanged() ? 1 : 0;
            bodyBytes += answer.bodyBytes();
        }

        static LoadFigures sum(List<Future<Counted>> clients) throws ExecutionException, InterruptedException {
            Counted all = new Counted();
            for (Future<Counted> client : clients) {
                Counted one = client.get();
                all.latencies.add(one.latencies);
                all.last = Math.max(all.last, one.last);
                all.unchanged += one.unchanged;
                all.bodyBytes += one.bodyBytes;
            }
            long answers = all.latencies.getTotalCount();
            return new LoadFigures(
                    RunFigures.of(all.latencies, Duration.ofNanos(all.last), 0),
                    answers - all.unchanged,
                    all.unchanged,
                    all.bodyBytes);
        }
    }
}
