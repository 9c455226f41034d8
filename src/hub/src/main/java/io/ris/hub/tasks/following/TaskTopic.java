package io.ris.hub.tasks.following;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.live.LiveFeed;
import io.ris.hub.platform.live.LiveTopic;
import io.ris.hub.platform.web.Permissions;
import io.ris.protocol.TaskId;
import jakarta.inject.Inject;

/** Tasks as something to subscribe to: {@code {"task_id": ..., "position": ...}}. Thread-safe. */
@HubService
class TaskTopic implements LiveTopic {

    private final TaskFollowing following;

    @Inject
    TaskTopic(TaskFollowing following) {
        this.following = following;
    }

    @Override
    public String field() {
        return "task_id";
    }

    @Override
    public String prefix() {
        return "task_";
    }

    @Override
    public String permission() {
        return Permissions.TASK_READ;
    }

    @Override
    public LiveFeed open(JsonNode subscription) {
        JsonNode from = subscription.path("position");
        Position position = from.isMissingNode()
                ? Position.begin(0)
                : Position.parse(from.asText())
                        .orElseThrow(() -> HubException.Invalid.rule("position", "is none that was given"));
        return following.follow(id(subscription.path(field()).asText()), position, null);
    }

    private static TaskId id(String text) {
        try {
            return new TaskId(text);
        } catch (IllegalArgumentException e) {
            throw new HubException.Conflict(ProblemType.TASK_NOT_FOUND, "there is no such task");
        }
    }
}
