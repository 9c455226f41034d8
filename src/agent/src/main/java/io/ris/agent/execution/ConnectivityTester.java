package io.ris.agent.execution;

import io.ris.agent.connectivity.Findings;
import io.ris.agent.connectivity.Probe;
import io.ris.agent.connectivity.ProbeException;
import io.ris.agent.loop.EventLoop;
import io.ris.protocol.ConnectivityTestSpec;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/** Runs {@code connectivity_test} tasks, each in a thread that lives as long as the test. */
public final class ConnectivityTester {

    private static final Logger LOG = System.getLogger(ConnectivityTester.class.getName());

    private final EventLoop loop;
    private final Clock clock;

    public ConnectivityTester(EventLoop loop, Clock clock) {
        this.loop = loop;
        this.clock = clock;
    }

    /** @param limit bound of the attempt */
    Execution start(ConnectivityTestSpec spec, Duration limit, Consumer<Outcome> ended) {
        Running running = new Running(SecretMask.of(spec), ended);
        Thread thread = new Thread(() -> running.run(spec, limit), "connectivity-test");
        thread.setDaemon(true);
        thread.start();
        return running;
    }

    /** A test dies with its agent. */
    Execution resume(Consumer<Outcome> ended) {
        loop.execute(() -> ended.accept(Outcome.unknown(clock.instant())));
        return new EndedExecution();
    }

    /** One test. Its end is told once, on the event loop. */
    private final class Running implements Execution {

        private final Findings findings = new Findings(System::nanoTime);
        private final SecretMask mask;
        private final Consumer<Outcome> ended;
        private boolean over;

        Running(SecretMask mask, Consumer<Outcome> ended) {
            this.mask = mask;
            this.ended = ended;
        }

        private void run(ConnectivityTestSpec spec, Duration limit) {
            try {
                Probe.run(spec, limit, clock, findings);
                loop.execute(() -> end(Outcome.completed(findings.result(), clock.instant())));
            } catch (ProbeException e) {
                loop.execute(() ->
                        end(Outcome.failed(findings.result(), e.code(), mask.detail(e.getMessage()), clock.instant())));
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a connectivity test could not be made", e);
                loop.execute(() -> end(Outcome.failed(
                        findings.result(), "internal_error", "the test could not be made", clock.instant())));
            }
        }

        private void end(Outcome outcome) {
            if (!over) {
                over = true;
                ended.accept(outcome);
            }
        }

        @Override
        public void stop(StopReason reason) {
            if (over) {
                return;
            }
            end(Outcome.stopped(reason, findings.result(), clock.instant()));
            try {
                findings.cut();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "a connection of a test cannot be closed", e);
            }
        }

        @Override
        public void poll() {
            // The thread tells the end by itself.
        }
    }
}
