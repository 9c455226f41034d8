package io.ris.protocol;

/**
 * One attempt at a task. The pair is the unit of delivery: an agent runs the same attempt at most once, however often it
 * is offered.
 *
 * @param taskId the task
 * @param attempt 1 for the first offer, raised with every further one
 */
public record TaskAttempt(TaskId taskId, int attempt) {

    public TaskAttempt {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt must be at least 1");
        }
    }

    @Override
    public String toString() {
        return taskId + "#" + attempt;
    }
}
