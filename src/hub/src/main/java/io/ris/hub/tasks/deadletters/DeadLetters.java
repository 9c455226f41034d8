package io.ris.hub.tasks.deadletters;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.tasks.Task;
import io.ris.hub.tasks.TaskFilter;
import io.ris.hub.tasks.TaskService;
import io.ris.hub.tasks.TaskSubmission;
import io.ris.hub.tasks.UnreadableSpecException;
import io.ris.protocol.TaskId;
import jakarta.inject.Inject;

/** The dead-letter list of the tenant in scope. Thread-safe. */
@HubService
class DeadLetters {

    private static final int AT_ONCE = PageRequest.MAX_PER_PAGE;
    private static final PageRequest.Sort BY_AGE = new PageRequest.Sort("completed_at", false);

    private final TaskService tasks;
    private final TaskSubmission submission;

    @Inject
    DeadLetters(TaskService tasks, TaskSubmission submission) {
        this.tasks = tasks;
        this.submission = submission;
    }

    Page<Task> page(TaskFilter filter, PageRequest request) {
        return tasks.deadLetters(filter, request);
    }

    /** @throws HubException.Conflict if there is none, or it is none any more */
    Task require(String id) {
        try {
            Task task = tasks.require(new TaskId(id));
            if (task.deadLetter() != null) {
                return task;
            }
        } catch (IllegalArgumentException e) {
            throw notFound();
        } catch (HubException.Conflict absent) {
            if (!absent.type().equals(ProblemType.TASK_NOT_FOUND)) {
                throw absent;
            }
        }
        throw notFound();
    }

    /**
     * Submits it once more, as a new task with as many attempts, and takes it out of the list. Where this broke off half way, the
     * letter is still in the list, and the next time gives the same new task.
     *
     * @throws HubException as for a new task
     */
    Task requeue(String id, String requestId) {
        Task letter = require(id);
        Task again = again(letter, requestId);
        tasks.unbury(letter, again.taskId());
        return again;
    }

    private Task again(Task letter, String requestId) {
        try {
            return submission.again(letter, requestId);
        } catch (UnreadableSpecException e) {
            throw HubException.Invalid.rule("task", "cannot be tried again: " + e.getMessage());
        }
    }

    /** Takes it out of the list; the task stays until it is old. */
    void purge(String id) {
        if (!tasks.unbury(require(id), null)) {
            throw notFound();
        }
    }

    /**
     * Takes all that a filter lets through out of the list.
     *
     * @return how many those were
     */
    int purge(TaskFilter filter) {
        int purged = 0;
        Page<Task> page = tasks.deadLetters(filter, new PageRequest(1, AT_ONCE, BY_AGE));
        while (!page.items().isEmpty()) {
            for (Task letter : page.items()) {
                purged += tasks.unbury(letter, null) ? 1 : 0;
            }
            page = tasks.deadLetters(filter, new PageRequest(1, AT_ONCE, BY_AGE));
        }
        return purged;
    }

    private static HubException.Conflict notFound() {
        return new HubException.Conflict(ProblemType.DEAD_LETTER_NOT_FOUND, "there is no such dead letter");
    }
}
