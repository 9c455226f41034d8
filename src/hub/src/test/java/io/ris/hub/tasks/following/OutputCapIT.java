package io.ris.hub.tasks.following;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.fleet.connection.FakeAgent;
import io.ris.hub.platform.live.LiveFeed;
import io.ris.hub.platform.live.LiveMessage;
import io.ris.hub.tasks.Task;
import io.ris.hub.tasks.TasksOfAnAgent;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.CommandResult;
import io.ris.protocol.HubFrame;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.ResultStatus;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How much is kept of what an agent sends, and what those who follow are told of the rest. */
class OutputCapIT extends TasksOfAnAgent {

    private static final long CAP = OutputStreamName.DEFAULT_LIMIT;
    private static final int PIECE = 30_000;

    @Inject
    private TaskFollowing following;

    /** Sends a stream up to an offset, in pieces of which none ends at the cap, unless that is the stream's end. */
    private static void send(FakeAgent agent, Task task, long end) {
        for (long offset = 0; offset < end; offset += PIECE) {
            String data = "x".repeat((int) Math.min(PIECE, end - offset));
            agent.say(new AgentFrame.Output(task.taskId(), 1, OutputStreamName.STDOUT, offset, data, "utf-8"));
        }
    }

    private static long acknowledged(FakeAgent agent) {
        return agent.all(HubFrame.OutputAck.class).getLast().seq();
    }

    private void end(FakeAgent agent, Task task, @Nullable Long dropped) {
        Instant now = clock.instant();
        CommandResult result = new CommandResult(0, null, null, "", null, dropped, 5);
        agent.say(new AgentFrame.Result(task.taskId(), 1, ResultStatus.COMPLETED, result, null, null, now, now));
    }

    /** All that there is to tell now. */
    private List<LiveMessage> followed(Task task) {
        LiveFeed feed = following.follow(task.taskId(), Position.begin(1), OutputStreamName.STDOUT);
        feed.begin(() -> {});
        List<LiveMessage> told = new ArrayList<>();
        Optional<LiveMessage> next = feed.next();
        while (next.isPresent()) {
            told.add(next.get());
            next = feed.next();
        }
        feed.close();
        return told;
    }

    private static long written(List<LiveMessage> told) {
        return told.stream()
                .map(LiveMessage::payload)
                .filter(TaskMessages.Output.class::isInstance)
                .map(TaskMessages.Output.class::cast)
                .mapToLong(output -> output.data().length())
                .sum();
    }

    private static List<Object> missing(List<LiveMessage> told) {
        return told.stream()
                .map(LiveMessage::payload)
                .filter(payload -> payload instanceof TaskMessages.Gap || payload instanceof TaskMessages.Truncated)
                .toList();
    }

    @Test
    void whatAnAgentDroppedBeyondTheCapIsToldToTheByte() {
        FakeAgent agent = connect(4);
        Task task = startOn(agent);
        send(agent, task, CAP);
        assertThat(acknowledged(agent)).isEqualTo(CAP);
        end(agent, task, 4711L);
        List<LiveMessage> told = followed(task);
        assertThat(written(told)).isEqualTo(CAP);
        assertThat(missing(told)).containsExactly(new TaskMessages.Truncated(task.id(), 1, 4711));
    }

    @Test
    void whatAnAgentSendsBeyondTheCapIsNotKeptAndItsFollowersAreToldOfIt() {
        FakeAgent agent = connect(4);
        Task task = startOn(agent);
        send(agent, task, CAP + 3 * PIECE);
        assertThat(acknowledged(agent)).as("so that the result follows").isEqualTo(CAP + 3 * PIECE);
        TaskMessages.Gap gap = new TaskMessages.Gap(task.id(), 1, "stdout", CAP);
        List<LiveMessage> meanwhile = followed(task);
        assertThat(written(meanwhile)).isEqualTo(CAP);
        assertThat(missing(meanwhile)).containsExactly(gap);
        end(agent, task, null);
        List<LiveMessage> afterwards = followed(task);
        assertThat(written(afterwards)).isEqualTo(CAP);
        assertThat(missing(afterwards)).containsExactly(gap);
    }

    @Test
    void ofAStreamThatEndsBeyondTheCapWithItsLastPieceTheRestIsToldToo() {
        FakeAgent agent = connect(4);
        Task task = startOn(agent);
        send(agent, task, CAP + 1);
        assertThat(acknowledged(agent)).isEqualTo(CAP + 1);
        end(agent, task, null);
        assertThat(missing(followed(task))).containsExactly(new TaskMessages.Gap(task.id(), 1, "stdout", CAP));
    }

    @Test
    void aStreamThatEndsAtTheCapMissesNothing() {
        FakeAgent agent = connect(4);
        Task task = startOn(agent);
        send(agent, task, CAP);
        end(agent, task, null);
        List<LiveMessage> told = followed(task);
        assertThat(written(told)).isEqualTo(CAP);
        assertThat(missing(told)).isEmpty();
    }
}
