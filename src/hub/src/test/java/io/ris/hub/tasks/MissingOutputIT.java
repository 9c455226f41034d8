package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.fleet.connection.FakeAgent;
import io.ris.hub.tenancy.NewTenants;
import io.ris.hub.tenancy.StorageGauge;
import io.ris.hub.testing.HubRest;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.CommandResult;
import io.ris.protocol.HubFrame;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.ResultStatus;
import jakarta.inject.Inject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is not kept of a task's output is said wherever the output is shown. */
class MissingOutputIT extends TasksOfAnAgent {

    private static final long GB = 1L << 30;

    @Inject
    private HubRest rest;

    @Inject
    private NewTenants tenants;

    @Inject
    private StorageGauge storage;

    @AfterEach
    void makeRoom() {
        tenants.limitStorage(TENANT, 0);
    }

    private void fill() {
        tenants.limitStorage(TENANT, 1);
        for (long bytes = GB; bytes > 0; bytes /= 2) {
            while (storage.hasRoomFor(bytes)) {
                // until not even one byte fits
            }
        }
    }

    private static void write(FakeAgent agent, Task task, long offset, String text) {
        agent.say(new AgentFrame.Output(task.taskId(), 1, OutputStreamName.STDOUT, offset, text, "utf-8"));
    }

    private void end(FakeAgent agent, Task task, @Nullable Long dropped) {
        Instant now = clock.instant();
        CommandResult result = new CommandResult(0, null, null, "", null, dropped, 5);
        agent.say(new AgentFrame.Result(task.taskId(), 1, ResultStatus.COMPLETED, result, null, null, now, now));
    }

    private JsonNode read(String path) throws Exception {
        HubRest.Answer answer = rest.get("/platform/v1/task/" + path);
        assertThat(answer.status()).isEqualTo(200);
        return answer.data();
    }

    private Task cutAfter(String kept) {
        FakeAgent agent = connect(4);
        Task task = startOn(agent);
        if (!kept.isEmpty()) {
            write(agent, task, 0, kept);
        }
        fill();
        write(agent, task, kept.length(), "lost");
        assertThat(agent.all(HubFrame.OutputAck.class).getLast().seq()).isEqualTo(kept.length() + 4);
        end(agent, task, null);
        return task;
    }

    @Test
    void aTaskAndItsOutputSayThatTheTenantHadNoRoomForTheRest() throws Exception {
        Task task = cutAfter("kept");
        JsonNode whole = read(task.id());
        assertThat(whole.path("result").path("stdout").asText()).isEqualTo("kept");
        assertThat(whole.path("gaps")).extracting(JsonNode::asText).containsExactly("stdout");
        JsonNode part = read(task.id() + "/output");
        assertThat(part.path("data").asText()).isEqualTo("kept");
        assertThat(part.path("complete").asBoolean()).isTrue();
        assertThat(part.path("gap").asBoolean()).isTrue();
        assertThat(read(task.id() + "/output?offset=4").path("gap").asBoolean()).isTrue();
        assertThat(read(task.id() + "/output?stream=stderr").path("gap").asBoolean())
                .isFalse();
    }

    @Test
    void whoFollowsATaskThatHasEndedIsToldOfTheGapToo() throws Exception {
        Task task = cutAfter("kept");
        assertThat(rest.events("/platform/v1/task/" + task.id() + "/output"))
                .contains("event: output", "event: gap", "event: end");
    }

    @Test
    void aTaskOfWhichNothingWasKeptSaysSo() throws Exception {
        Task task = cutAfter("");
        JsonNode whole = read(task.id());
        assertThat(whole.path("result").path("stdout").asText()).isEmpty();
        assertThat(whole.path("gaps")).extracting(JsonNode::asText).containsExactly("stdout");
        assertThat(read(task.id() + "/output").path("gap").asBoolean()).isTrue();
    }

    @Test
    void theRestOfAnOutputSaysHowMuchWasBeyondWhatIsKept() throws Exception {
        FakeAgent agent = connect(4);
        Task task = startOn(agent);
        write(agent, task, 0, "kept");
        assertThat(read(task.id() + "/output").has("dropped_bytes")).isFalse();
        end(agent, task, 17L);
        JsonNode part = read(task.id() + "/output");
        assertThat(part.path("dropped_bytes").asLong()).isEqualTo(17);
        assertThat(part.path("gap").asBoolean()).isFalse();
        assertThat(read(task.id()).has("gaps")).isFalse();
    }
}
