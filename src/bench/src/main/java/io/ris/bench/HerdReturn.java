package io.ris.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** All agents of a fleet lose their connections at once and come back at once, while each of them is given a task. */
final class HerdReturn {

    private static final Duration TARGET = Duration.ofSeconds(20);
    private static final Duration TASK_LIMIT = Duration.ofMinutes(2);
    private static final int SUBMITTERS = 8;
    private static final long POLL_MILLIS = 20;

    private final HubClient client;
    private final AgentFleet fleet;
    private final List<String> clientIds;

    HerdReturn(HubClient client, AgentFleet fleet, List<String> clientIds) {
        this.client = client;
        this.fleet = fleet;
        this.clientIds = List.copyOf(clientIds);
    }

    /**
     * Measures it once.
     *
     * @return whether no task was lost
     * @throws TimeoutException if some agents are not back within the limit
     */
    boolean measure(Duration limit, Figures figures) throws IOException, InterruptedException, TimeoutException {
        List<Future<String>> submissions = new ArrayList<>();
        try (ExecutorService submitters = Executors.newFixedThreadPool(SUBMITTERS)) {
            for (String clientId : clientIds) {
                submissions.add(submitters.submit(() -> submit(clientId)));
            }
            awaitDone(submissions, clientIds.size() / 3);
            long begun = System.nanoTime();
            fleet.cutAll();
            fleet.awaitConnected(begun, limit);
            figures.atMost(
                    "time until all are back", seconds(System.nanoTime() - begun), seconds(TARGET.toNanos()), "s");
        }
        long lost = 0;
        for (Future<String> submission : submissions) {
            lost += isCompleted(submission) ? 0 : 1;
        }
        figures.add("tasks given meanwhile", Integer.toString(submissions.size()));
        figures.none("tasks that did not complete", lost);
        figures.add("agents connected, says the hub", Long.toString(client.connectedAgents()));
        return lost == 0;
    }

    private String submit(String clientId) throws IOException, InterruptedException {
        return client.execute(HubClient.json(Map.of(
                        "client_id",
                        clientId,
                        "async",
                        true,
                        "task",
                        Map.of("type", "command", "command", "uname", "args", List.of("-a")))))
                .required("task_id")
                .textValue();
    }

    private static void awaitDone(List<Future<String>> submissions, int enough) throws InterruptedException {
        while (submissions.stream().filter(Future::isDone).count() < enough) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private boolean isCompleted(Future<String> submission) throws IOException, InterruptedException {
        try {
            String id = submission.get();
            long end = System.nanoTime() + TASK_LIMIT.toNanos();
            String status = client.task(id).path("status").asText();
            while (!status.equals("completed") && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                status = client.task(id).path("status").asText();
            }
            return status.equals("completed");
        } catch (ExecutionException e) {
            throw new IOException("a task could not be submitted: " + e.getCause(), e);
        }
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
