package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.cli.Backoff;
import io.ris.cli.RefusedException;
import io.ris.cli.Waiting;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Follows a job to its end, and says how far it is. Not thread-safe. */
final class JobWatch {

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(3);

    /** Programs have five seconds to end by themselves, and the hub and its agents need a moment. */
    private static final Duration CANCELLING = Duration.ofSeconds(20);

    private final Jobs jobs;
    private final Shell shell;
    private final boolean cancels;
    private @Nullable Instant cancelledAt;
    private String said = "";

    /** @param cancels whether the job ends with the command */
    JobWatch(Jobs jobs, Shell shell, boolean cancels) {
        this.jobs = jobs;
        this.shell = shell;
        this.cancels = cancels;
    }

    /** Answers the job as it has ended; as it stands where it was cancelled and takes too long to end. */
    JsonNode toEnd(JsonNode first) throws RefusedException {
        Backoff pauses = new Backoff(FIRST, LONGEST);
        JsonNode job = first;
        say(job);
        while (!Jobs.hasEnded(job) && !isGivenUp()) {
            if (cancels && shell.stop().isRequested() && cancelledAt == null) {
                cancel(job);
            }
            if (cancels && cancelledAt == null) {
                Waiting.forFirst(pauses.next(), shell.stop().requested());
            } else {
                Waiting.forFirst(pauses.next());
            }
            job = jobs.read(Jobs.id(job));
            say(job);
        }
        return job;
    }

    private void say(JsonNode job) {
        String progress = JobText.progress(job);
        if (!progress.equals(said) && job.path("progress").path("total").asInt() > 0) {
            said = progress;
            shell.console().note("ris: " + progress);
        }
    }

    private void cancel(JsonNode job) throws RefusedException {
        shell.console().note("ris: cancelling job " + Jobs.id(job));
        cancelledAt = shell.clock().instant();
        try {
            jobs.cancel(Jobs.id(job));
        } catch (RefusedException e) {
            if (!Jobs.hasEnded(jobs.read(Jobs.id(job)))) {
                throw e;
            }
        }
    }

    private boolean isGivenUp() {
        return cancelledAt != null && shell.clock().instant().isAfter(cancelledAt.plus(CANCELLING));
    }
}
