package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.cli.Backoff;
import io.ris.cli.Console;
import io.ris.cli.RefusedException;
import io.ris.cli.StopSignal;
import io.ris.cli.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows a task to its end, and what it writes. Asks ever more rarely: the hub counts a user's requests. Not
 * thread-safe.
 */
final class Watch {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(3);

    /** A program has five seconds to end by itself, and the hub needs a moment. */
    private static final Duration CANCELLING = Duration.ofSeconds(12);

    private static final Duration SAID_TO_WAIT = Duration.ofSeconds(2);

    private final Tasks tasks;
    private final List<StreamCopy> copies;
    private final Console console;
    private final StopSignal stop;
    private final Clock clock;
    private Backoff pauses = new Backoff(FIRST, LONGEST);
    private @Nullable Instant cancelledAt;
    private boolean saidToWait;

    /** @param stop where the user wants the task cancelled */
    Watch(Tasks tasks, List<StreamCopy> copies, Console console, StopSignal stop, Clock clock) {
        this.tasks = tasks;
        this.copies = copies;
        this.console = console;
        this.stop = stop;
        this.clock = clock;
    }

    /** Answers the task as it has ended; as it stands where it was cancelled and takes too long to end. */
    JsonNode toEnd(JsonNode first) throws RefusedException {
        Instant since = clock.instant();
        JsonNode task = first;
        while (!TaskJson.hasEnded(task) && !isGivenUp()) {
            pause();
            if (stop.isRequested() && cancelledAt == null) {
                cancel(task);
            }
            task = round(task);
            sayThatItWaits(task, since);
        }
        if (TaskJson.hasEnded(task)) {
            for (StreamCopy copy : copies) {
                copy.complete(tasks, task);
            }
        }
        return task;
    }

    private void pause() {
        if (cancelledAt == null) {
            Waiting.forFirst(pauses.next(), stop.requested());
        } else {
            Waiting.forFirst(pauses.next());
        }
    }

    /** What was read belongs to the attempt only if the task is still at it afterwards. */
    private JsonNode round(JsonNode task) throws RefusedException {
        List<byte[]> pieces = new ArrayList<>();
        if (TaskJson.status(task).equals("running")) {
            for (StreamCopy copy : copies) {
                pieces.add(copy.fetch(tasks, task));
            }
        }
        JsonNode now = tasks.read(TaskJson.id(task));
        if (TaskJson.attempt(now) != TaskJson.attempt(task)) {
            restart(now);
        } else {
            for (int i = 0; i < pieces.size(); i++) {
                copies.get(i).write(pieces.get(i));
            }
        }
        return now;
    }

    private void restart(JsonNode task) {
        boolean begun = false;
        for (StreamCopy copy : copies) {
            begun |= copy.restart();
        }
        if (begun) {
            console.note("ris: attempt " + TaskJson.attempt(task) + " begins; what came before is of the one before");
        }
    }

    private void sayThatItWaits(JsonNode task, Instant since) {
        boolean waits = !TaskJson.hasEnded(task) && !TaskJson.status(task).equals("running");
        if (waits && !saidToWait && clock.instant().isAfter(since.plus(SAID_TO_WAIT))) {
            saidToWait = true;
            console.note("ris: task " + TaskJson.id(task) + " is " + TaskJson.status(task)
                    + "; it waits for its agent, or for a free place there");
        }
    }

    private void cancel(JsonNode task) throws RefusedException {
        console.note("ris: cancelling task " + TaskJson.id(task));
        cancelledAt = clock.instant();
        pauses = new Backoff(FIRST, LONGEST);
        try {
            tasks.cancel(TaskJson.id(task));
        } catch (RefusedException e) {
            if (!TaskJson.hasEnded(tasks.read(TaskJson.id(task)))) {
                throw e;
            }
        }
    }

    private boolean isGivenUp() {
        return cancelledAt != null && clock.instant().isAfter(cancelledAt.plus(CANCELLING));
    }
}
