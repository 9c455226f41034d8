package io.ris.cli.up;

import io.ris.cli.Backoff;
import io.ris.cli.Console;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import io.ris.cli.StopSignal;
import io.ris.cli.Waiting;
import io.ris.cli.storage.PrivateFile;
import io.ris.cli.tls.CertificateWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Starts hub and local agent, announces them, and watches until told to stop. Whatever way {@link #run} ends, both have
 * been stopped.
 */
final class Supervisor {

    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(60);
    private static final Duration BEYOND_DRAIN = Duration.ofSeconds(15);
    private static final Duration FIRST_RESTART = Duration.ofSeconds(1);
    private static final Duration LONGEST_RESTART = Duration.ofMinutes(1);

    private final Console console;
    private final StopSignal stop;
    private final Programs programs;
    private final Installation installation;
    private @Nullable ChildProcess hub;
    private @Nullable LocalAgent agent;
    private LocalAgent.@Nullable Run agentRun;

    Supervisor(Console console, StopSignal stop, Programs programs, Installation installation) {
        this.console = console;
        this.stop = stop;
        this.programs = programs;
        this.installation = installation;
    }

    /** Runs to the end and says with which {@link ExitCode}. */
    int run() throws RefusedException, IOException {
        int exitCode = ExitCode.FAILED;
        try {
            startHub();
            if (installation.withAgent() && !stop.isRequested()) {
                startAgent();
            }
            exitCode = stop.isRequested() ? ExitCode.OK : announceAndWatch();
            return exitCode;
        } finally {
            stopAll();
            if (exitCode == ExitCode.OK) {
                console.result("stopped");
            }
        }
    }

    private void startHub() throws RefusedException, IOException {
        Path log = installation.hubLog();
        PrivateFile.createIfAbsent(log);
        LogTail tail = LogTail.from(log);
        console.note("starting hub (" + (installation.firstStart() ? "the first start takes about 20 s" : "about 12 s")
                + "), log: " + log);
        hub = ChildProcess.logging(
                programs.hub().line(installation.jvmOptions()),
                installation.hubEnvironment(),
                installation.data().directory("hub"),
                log,
                Installation.hubPidFile(installation.data()));
        try (HubProbe probe = new HubProbe(
                installation.withoutCertificate(), installation.tls().certificate())) {
            CompletableFuture<Void> ready = probe.ready(this::hasTokenForAgent, tail::tellsOfNoHope);
            Waiting.forFirst(READY_WITHIN, stop.requested(), hub.exit(), ready);
            if (!stop.isRequested()) {
                requireReady(hub, ready, tail, log);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }

    private boolean hasTokenForAgent() {
        Path token = LocalAgent.tokenFile(installation.data());
        return !installation.withAgent() || LocalAgent.isEnrolled(installation.data()) || Files.exists(token);
    }

    private static void requireReady(ChildProcess hub, CompletableFuture<Void> ready, LogTail tail, Path log)
            throws RefusedException, IOException {
        if (hub.exit().isDone()) {
            throw failed("the hub ended with exit code " + hub.exit().join(), tail, log);
        }
        if (ready.isCompletedExceptionally()) {
            throw failed("the hub cannot start", tail, log);
        }
        if (!ready.isDone()) {
            throw failed("the hub is not ready after " + READY_WITHIN.toSeconds() + " s", tail, log);
        }
    }

    private void startAgent() throws RefusedException, IOException {
        console.note("starting local agent");
        agent = new LocalAgent(programs, installation);
        LocalAgent.Run run = agent.start();
        agentRun = run;
        Waiting.forFirst(CONNECTED_WITHIN, stop.requested(), run.process().exit(), run.connected());
        if (stop.isRequested()) {
            return;
        }
        if (run.process().exit().isDone()) {
            int exitCode = run.process().exit().join();
            if (exitCode == LocalAgent.DISMISSED) {
                sayDismissed();
                return;
            }
            throw failed("the local agent ended with exit code " + exitCode, run.tail(), agent.log());
        }
        if (!run.connected().isDone()) {
            throw failed(
                    "the local agent is not connected after " + CONNECTED_WITHIN.toSeconds() + " s",
                    run.tail(),
                    agent.log());
        }
        agent.forgetToken();
    }

    private static RefusedException failed(String what, LogTail tail, Path log) throws IOException {
        return new RefusedException(ExitCode.FAILED, what + ": " + tail.lastWords() + " (log: " + log + ")");
    }

    private void sayDismissed() throws IOException {
        agentRun = null;
        console.note(
                "the local agent was deleted or revoked at the hub, or was off too long to renew its certificate, and"
                        + " stays off; to enrol it anew, delete "
                        + installation.data().resolve("local-agent") + " and start again");
    }

    private int announceAndWatch() throws IOException {
        Path password = Installation.administratorPassword(installation.data());
        if (installation.firstStart() && Files.exists(password)) {
            console.result("administrator: admin  tenant: " + installation.tenant() + "  password: "
                    + Files.readString(password).strip() + "  (also in " + password + ")");
        }
        console.result("ready: " + installation.hub());
        NextSteps.lines(installation.hub(), installation.tls(), password, agentRun != null)
                .forEach(console::result);
        try (CertificateWatch certificates = installation.certificates()) {
            certificates.start();
            return watch();
        }
    }

    private int watch() throws IOException {
        Backoff backoff = new Backoff(FIRST_RESTART, LONGEST_RESTART);
        CompletableFuture<Integer> hubExit = requireHub().exit();
        while (true) {
            LocalAgent.Run run = agentRun;
            CompletableFuture<?> agentExit =
                    run == null ? new CompletableFuture<Void>() : run.process().exit();
            Waiting.forFirst(stop.requested(), hubExit, agentExit);
            if (stop.isRequested()) {
                return ExitCode.OK;
            }
            if (hubExit.isDone()) {
                console.note("ris: the hub ended with exit code " + hubExit.join() + " (log: " + installation.hubLog()
                        + ")");
                return ExitCode.FAILED;
            }
            if (run != null) {
                restartAgent(run, backoff, hubExit);
            }
        }
    }

    private void restartAgent(LocalAgent.Run ended, Backoff backoff, CompletableFuture<Integer> hubExit)
            throws IOException {
        int exitCode = ended.process().exit().join();
        if (exitCode == LocalAgent.DISMISSED) {
            sayDismissed();
            return;
        }
        if (ended.connected().isDone()) {
            backoff.reset();
        }
        Duration delay = backoff.next();
        console.note("the local agent ended with exit code " + exitCode + ": "
                + ended.tail().lastWords() + "; starting it again in " + delay.toSeconds() + " s");
        Waiting.forFirst(delay, stop.requested(), hubExit);
        if (!stop.isRequested() && !hubExit.isDone() && agent != null) {
            agentRun = agent.start();
        }
    }

    private ChildProcess requireHub() {
        return Optional.ofNullable(hub).orElseThrow(() -> new IllegalStateException("the hub was not started"));
    }

    private void stopAll() throws IOException {
        LocalAgent.Run run = agentRun;
        try {
            if (run != null && !run.stop()) {
                console.note("the local agent did not stop in time and was killed");
            }
        } finally {
            stopHub();
        }
    }

    private void stopHub() throws IOException {
        if (hub == null) {
            return;
        }
        if (!hub.exit().isDone()) {
            console.note("stopping hub (up to " + installation.drainTimeout().toSeconds() + " s to drain)");
        }
        if (!hub.stop(installation.drainTimeout().plus(BEYOND_DRAIN))) {
            console.note("the hub did not stop in time and was killed");
        }
    }
}
