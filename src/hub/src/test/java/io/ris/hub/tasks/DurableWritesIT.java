package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.fleet.connection.FakeAgent;
import io.ris.hub.testing.CapturedLog;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.HubFrame;
import java.util.List;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a task that goes well costs the store, as the store's driver logs each command that it sends. */
class DurableWritesIT extends TasksOfAnAgent {

    private static final Pattern WRITE = Pattern.compile("\\{\"(insert|update|delete|findAndModify)\": \"tasks\"");
    private static final String DURABLE = "\"writeConcern\": {\"w\": \"majority\"}";

    @AutoClose
    private final CapturedLog driver = new CapturedLog("org.mongodb.driver.protocol.command", Level.FINE);

    private FakeAgent agent;

    @BeforeEach
    void connect() {
        agent = connect(1);
    }

    private List<String> writesOf(Task task) {
        return driver.messages(Level.FINE).stream()
                .filter(command -> command.contains(task.id())
                        && command.contains(" started on database")
                        && WRITE.matcher(command).find())
                .toList();
    }

    private void complete(Task task) {
        agent.say(new AgentFrame.Started(task.taskId(), 1, clock.instant()));
        agent.say(completed(task, 1));
        agent.next(HubFrame.Ack.class, ack -> ack.taskId().equals(task.taskId()));
        assertThat(stateOf(task)).isEqualTo(TaskState.COMPLETED);
    }

    /** Submitted, begun and ended; the offer may be forgotten. */
    @Test
    void aTaskThatGoesWellIsWrittenDurablyThreeTimes() {
        Task task = startOn(agent);
        complete(task);
        assertThat(writesOf(task))
                .hasSize(4)
                .filteredOn(write -> write.contains(DURABLE))
                .hasSize(3);
    }

    @Test
    void oneThatStartsAtOnceIsNotWrittenOtherwise() {
        Task task = submitIdempotent();
        offerOf(agent, task);
        complete(task);
        assertThat(writesOf(task)).hasSize(3).allMatch(write -> write.contains(DURABLE));
    }
}
