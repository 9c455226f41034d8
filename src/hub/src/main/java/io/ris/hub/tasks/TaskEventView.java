package io.ris.hub.tasks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event in a task's life as the API shows it.
 *
 * @param from the state before; null for the first
 * @param to the state after; the same as before where nothing but what reason says has changed
 * @param node the hub node that made the change
 * @param reason why; null for the usual course
 * @param leftOut how many events are not kept that were in its place; null for an event itself
 */
public record TaskEventView(
        Instant at,
        @Nullable String from,
        String to,
        int attempt,
        String node,
        @Nullable String reason,
        @Nullable Integer leftOut) {

    /** Those of a task that are kept, the first one first, and between them a word on those that are not. */
    static List<TaskEventView> allOf(Task task, TaskEventRepository.Later later) {
        List<TaskEventView> all = new ArrayList<>();
        task.events().forEach(event -> all.add(of(event)));
        if (later.leftOut() > 0 && !later.newest().isEmpty()) {
            all.add(gap(later.leftOut(), later.newest().getFirst()));
        }
        later.newest().forEach(event -> all.add(of(event)));
        return all;
    }

    private static TaskEventView of(TaskTransition event) {
        return new TaskEventView(
                event.at(), event.from(), event.to(), event.attempt(), event.node(), event.reason(), null);
    }

    private static TaskEventView gap(int leftOut, TaskTransition next) {
        String state = next.from() == null ? next.to() : next.from();
        return new TaskEventView(
                next.at(), state, state, next.attempt(), next.node(), leftOut + " events are not kept", leftOut);
    }
}
