package io.ris.agent;

import io.ris.agent.enrolment.CaFingerprint;
import io.ris.agent.testing.FakeHub;
import io.ris.protocol.AgentId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs the whole agent over real TLS, against a hub on loopback. */
abstract class AgentUnderTest {

    @TempDir
    Path directory;

    FakeHub hub;
    final List<String> notices = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Integer>> ends = new ArrayList<>();
    final StringWriter usage = new StringWriter();

    @BeforeEach
    void open() throws Exception {
        hub = new FakeHub();
    }

    /** Dismisses the agents that are left, so that none outlives its test. */
    @AfterEach
    void close() {
        hub.refuseAgents();
        hub.cut();
        ends.forEach(AgentUnderTest::exit);
        hub.close();
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10));
    }

    void start(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--data-dir", directory.toString()));
        all.addAll(List.of(arguments));
        CompletableFuture<Integer> end = new CompletableFuture<>();
        ends.add(end);
        Thread thread = new Thread(
                () -> {
                    CommandLine line = new CommandLine(new AgentCommand(new Recorder(), Clock.systemUTC(), Map.of()));
                    line.setErr(new PrintWriter(usage, true));
                    end.complete(line.execute(all.toArray(String[]::new)));
                },
                "agent-under-test");
        thread.setDaemon(true);
        thread.start();
    }

    void enrol(String... options) {
        List<String> all = new ArrayList<>(
                List.of("--hub", hub.uri().toString(), "--token", FakeHub.TOKEN, "--ca-fingerprint", pin()));
        all.addAll(List.of(options));
        start(all.toArray(String[]::new));
    }

    String pin() {
        return CaFingerprint.of(hub.ca().certificate()).toString();
    }

    void awaitConnected(int times) {
        await().until(() ->
                notices.stream().filter(line -> line.startsWith("connected")).count() == times);
    }

    int exit() {
        return exit(ends.getLast());
    }

    private static int exit(CompletableFuture<Integer> end) {
        return end.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Ends the agent; the hub would take it again. */
    void cutShort() {
        hub.refuseAgents();
        hub.cut();
        exit();
        hub.acceptAgents();
    }

    private final class Recorder implements Notices {

        @Override
        public void connected(URI uri, String name, AgentId agentId) {
            notices.add("connected " + uri + " " + name + " " + agentId);
        }

        @Override
        public void disconnected(String reason, Duration next) {
            notices.add("disconnected " + reason);
        }

        @Override
        public void dismissed(String reason) {
            notices.add("dismissed " + reason);
        }

        @Override
        public void progress(String line) {
            usage.append(line);
        }

        @Override
        public void failed(String line) {
            notices.add("failed " + line);
        }
    }
}
