package io.ris.hub.tasks.following;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.live.LiveFeed;
import io.ris.hub.tasks.OutputReader;
import io.ris.hub.tasks.TaskService;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.TaskId;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Makes feeds of the tasks of the tenant in scope. Thread-safe. */
@HubService
class TaskFollowing {

    private final TaskService tasks;
    private final OutputReader reader;
    private final TaskNews news;

    @Inject
    TaskFollowing(TaskService tasks, OutputReader reader, TaskNews news) {
        this.tasks = tasks;
        this.reader = reader;
        this.news = news;
    }

    /**
     * A task from a position on.
     *
     * @param only the one stream that is asked for; null for all
     * @throws io.ris.hub.platform.HubException.Conflict if there is no such task
     */
    LiveFeed follow(TaskId id, Position from, @Nullable OutputStreamName only) {
        tasks.require(id);
        return new TaskFeed(TenantScope.require(), id, from, only, tasks, reader, news);
    }
}
