package io.ris.agent.execution;

import io.ris.agent.files.FileException;
import io.ris.agent.files.FileFacts;
import io.ris.agent.files.FilePull;
import io.ris.agent.files.FilePush;
import io.ris.agent.journal.JournalEntry;
import io.ris.agent.journal.StartMark;
import io.ris.agent.loop.EventLoop;
import io.ris.agent.policy.AgentPolicy;
import io.ris.agent.policy.RefusedException;
import io.ris.protocol.FileSpec;
import io.ris.protocol.OutputStreamName;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Runs {@code file} tasks, each in a thread of its own, since a disk may hang. */
public final class FileExecutor {

    private static final Logger LOG = System.getLogger(FileExecutor.class.getName());

    private final AgentPolicy policy;
    private final EventLoop loop;
    private final Clock clock;

    /** @param policy where files may be read and written */
    public FileExecutor(AgentPolicy policy, EventLoop loop, Clock clock) {
        this.policy = policy;
        this.loop = loop;
        this.clock = clock;
    }

    /** Why the policy does not let this run, as the machine is now; what else keeps it from running shows at its start. */
    Optional<RefusedException> refusal(FileSpec spec) {
        return FilePush.refusal(spec, policy);
    }

    Execution start(JournalEntry entry, StartMark mark, FileSpec spec, AttemptOutput output, Consumer<Outcome> ended) {
        return new Running(spec, mark.at(), output, ended).begin(entry, false);
    }

    /** Carries on with what an earlier agent process began: a pull is repeated, a push only if it changed nothing yet. */
    Execution resume(JournalEntry entry, StartMark mark, FileSpec spec, AttemptOutput output, Consumer<Outcome> ended) {
        return new Running(spec, mark.at(), output, ended).begin(entry, true);
    }

    private interface Work {
        Optional<FileFacts> run() throws FileException, RefusedException, IOException;
    }

    /** One file. Its end is told once, on the event loop. */
    private final class Running implements Execution {

        private final FileSpec spec;
        private final Instant startedAt;
        private final AttemptOutput output;
        private final Consumer<Outcome> ended;

        /** Whether it was stopped, or came to where it cannot be any more; whichever was first. */
        private final AtomicBoolean decided = new AtomicBoolean();

        private volatile boolean stopped;
        private boolean over;

        Running(FileSpec spec, Instant startedAt, AttemptOutput output, Consumer<Outcome> ended) {
            this.spec = spec;
            this.startedAt = startedAt;
            this.output = output;
            this.ended = ended;
        }

        Running begin(JournalEntry entry, boolean again) {
            Work work = work(entry, again);
            Thread thread = new Thread(() -> run(work), "file");
            thread.setDaemon(true);
            thread.start();
            return this;
        }

        private Work work(JournalEntry entry, boolean again) {
            if (!spec.pushes()) {
                CapturedStream content = output.stream(OutputStreamName.CONTENT);
                FilePull pull = new FilePull(spec, policy, content.file(), content.cap());
                return () -> Optional.of(pull.run(() -> !stopped));
            }
            String attempt = entry.attempt().taskId() + "." + entry.attempt().attempt();
            FilePush push = new FilePush(spec, policy, attempt, entry.directory());
            return again ? () -> push.resume(this::goes) : () -> Optional.of(push.run(this::goes));
        }

        private boolean goes() {
            return decided.compareAndSet(false, true);
        }

        private void run(Work work) {
            try {
                Optional<FileFacts> facts = work.run();
                loop.execute(() -> end(facts.map(this::completed).orElseGet(() -> Outcome.unknown(clock.instant()))));
            } catch (CancellationException e) {
                LOG.log(Level.DEBUG, "a file task ended before its end: {0}", e.getMessage());
            } catch (RefusedException e) {
                fail(e.code(), e);
            } catch (FileException e) {
                fail(e.code(), e);
            } catch (IOException e) {
                FileException known = FileException.of(e);
                fail(known.code(), known);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a file task could not be run", e);
                fail("internal_error", e);
            }
        }

        private void fail(String code, Exception why) {
            loop.execute(() -> end(Outcome.failed(null, code, String.valueOf(why.getMessage()), clock.instant())));
        }

        private Outcome completed(FileFacts facts) {
            Instant at = clock.instant();
            Duration time = Duration.between(startedAt, at);
            try {
                output.tend(false);
                return Outcome.completed(
                        facts.result(spec.pushes() ? null : output.inline(OutputStreamName.CONTENT), time), at);
            } catch (IOException e) {
                LOG.log(Level.ERROR, "the copy of a file cannot be read again", e);
                return Outcome.failed(null, "io_error", "the copy of the file cannot be read again", at);
            }
        }

        private void end(Outcome outcome) {
            if (!over) {
                over = true;
                ended.accept(outcome);
            }
        }

        /** Before the step that cannot be undone; after it, the end is near and stands. */
        @Override
        public void stop(StopReason reason) {
            if (decided.compareAndSet(false, true)) {
                stopped = true;
                end(Outcome.stopped(reason, null, clock.instant()));
            }
        }

        @Override
        public void poll() {
            // The thread tells the end by itself.
        }
    }
}
