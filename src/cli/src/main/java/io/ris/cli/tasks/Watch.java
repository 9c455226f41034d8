package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ris.cli.Backoff;
import io.ris.cli.Console;
import io.ris.cli.RefusedException;
import io.ris.cli.StopSignal;
import io.ris.cli.Waiting;
import io.ris.cli.hub.EventStream;
import io.ris.cli.hub.TryLaterException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows a task to its end, and what it writes: by the hub's events where it has any, else by asking, ever more rarely, as the hub
 * counts a user's requests. Not thread-safe.
 */
final class Watch {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(3);

    /** A program has five seconds to end by itself, and the hub needs a moment. */
    private static final Duration CANCELLING = Duration.ofSeconds(12);

    private static final Duration SAID_TO_WAIT = Duration.ofSeconds(2);

    /** How soon it shows that the user wants an end. */
    private static final Duration LOOK = Duration.ofMillis(100);

    /** The hub gives a sign every fifteen seconds. */
    private static final Duration DEAD = Duration.ofSeconds(45);

    private final Tasks tasks;
    private final List<StreamCopy> copies;
    private final Console console;
    private final StopSignal stop;
    private final Clock clock;
    private Backoff pauses = new Backoff(FIRST, LONGEST);
    private @Nullable Instant cancelledAt;
    private boolean saidToWait;
    private @Nullable String lastEvent;

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
        JsonNode task = copies.isEmpty() ? first : followed(first, since);
        while (!TaskJson.hasEnded(task) && !isGivenUp()) {
            pause();
            cancelIfAsked(task);
            task = round(task);
            sayThatItWaits(task, since);
        }
        if (TaskJson.hasEnded(task)) {
            for (StreamCopy copy : copies) {
                copy.complete(tasks, task);
                copy.explain(console);
            }
            if (copies.isEmpty()) {
                TaskEnd.explainGaps(task, console);
            }
        }
        return task;
    }

    /** The task as it was after the last of the hub's events; where it has not ended, there are none. */
    private JsonNode followed(JsonNode first, Instant since) throws RefusedException {
        JsonNode task = first;
        Optional<EventStream> events = TaskJson.hasEnded(task) ? Optional.empty() : open(task);
        while (events.isPresent()) {
            try (EventStream stream = events.get()) {
                task = listen(stream, task, since);
            }
            task = tasks.read(TaskJson.id(task));
            boolean goesOn = !TaskJson.hasEnded(task) && !isGivenUp();
            if (goesOn) {
                pause();
            }
            events = goesOn ? open(task) : Optional.empty();
        }
        return task;
    }

    private Optional<EventStream> open(JsonNode task) throws RefusedException {
        StreamCopy only = copies.getFirst();
        String query = copies.size() > 1 ? "" : "?stream=" + only.name() + "&offset=" + only.offset();
        try {
            return tasks.follow(TaskJson.id(task), query, lastEvent);
        } catch (TryLaterException e) {
            throw e;
        } catch (RefusedException e) {
            return Optional.empty(); // asking will tell what is wrong, if it is more than that
        }
    }

    private JsonNode listen(EventStream stream, JsonNode begin, Instant since) throws RefusedException {
        JsonNode task = begin;
        Instant alive = clock.instant();
        while (!stream.isOver() && !isGivenUp() && clock.instant().isBefore(alive.plus(DEAD))) {
            cancelIfAsked(task);
            Optional<EventStream.Event> event = stream.next(LOOK);
            if (event.isPresent()) {
                task = take(event.get(), task);
                pauses = new Backoff(FIRST, LONGEST);
            }
            alive = stream.showsLife() ? clock.instant() : alive;
            sayThatItWaits(task, since);
        }
        return task;
    }

    /** Answers the task as far as events tell of it. */
    private JsonNode take(EventStream.Event event, JsonNode task) throws RefusedException {
        JsonNode data = event.data();
        boolean isOfAttempt = data.has("attempt");
        if (isOfAttempt && TaskJson.attempt(data) != TaskJson.attempt(task)) {
            restart(data);
        }
        switch (event.type()) {
            case "output" -> write(data);
            case "gap" -> gap(data.path("stream").asText());
            default -> {} // of what is missing for another reason, the task itself tells at its end
        }
        if (!event.id().isEmpty()) {
            lastEvent = event.id();
        }
        if (!isOfAttempt) {
            return task;
        }
        ObjectNode now = task.deepCopy();
        now.set("attempt", data.path("attempt"));
        return data.has("status") ? now.set("status", data.path("status")) : now;
    }

    private void gap(String stream) {
        for (StreamCopy copy : copies) {
            if (copy.name().equals(stream)) {
                copy.noteGap();
                copy.explain(console);
            }
        }
    }

    private void write(JsonNode part) throws RefusedException {
        byte[] bytes =
                TaskJson.bytes(part.path("data").asText(), part.path("encoding").asText());
        for (StreamCopy copy : copies) {
            if (copy.name().equals(part.path("stream").asText())) {
                copy.write(part.path("offset").asLong(), bytes);
            }
        }
    }

    private void cancelIfAsked(JsonNode task) throws RefusedException {
        if (stop.isRequested() && cancelledAt == null) {
            cancel(task);
        }
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
