package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.TenantCode;
import io.ris.protocol.AgentId;
import io.ris.protocol.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentLaneTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(30);
    private static final int ROOM = 100;

    private final NodePlaces places = new NodePlaces(1000);
    private final AgentKey agent = new AgentKey(new TenantCode("default"), new AgentId("agent"));
    private final AgentLane lane = new AgentLane(agent, places);

    private void add(String id, int priority, Instant createdAt) {
        assertThat(lane.add(new AgentLane.Waiting(new TaskId(id), priority, createdAt)))
                .isTrue();
    }

    private List<String> takeAll(int capacity) {
        List<String> taken = new ArrayList<>();
        Optional<AgentLane.Waiting> next = lane.take(capacity, LATER);
        while (next.isPresent()) {
            taken.add(next.get().task().value());
            next = lane.take(capacity, LATER);
        }
        return taken;
    }

    @Test
    void theHighestPriorityGoesFirstAndAmongEqualsTheOldest() {
        add("low-old", 1, NOW);
        add("normal-2", 3, NOW.plusSeconds(2));
        add("normal-1", 3, NOW.plusSeconds(1));
        add("critical-new", 5, NOW.plusSeconds(59));
        assertThat(takeAll(ROOM)).containsExactly("critical-new", "normal-1", "normal-2", "low-old");
    }

    @Test
    void tasksOfTheSameMomentGoInTheOrderOfTheirIds() {
        add("c", 3, NOW);
        add("a", 3, NOW);
        add("b", 3, NOW);
        assertThat(takeAll(ROOM)).containsExactly("a", "b", "c");
    }

    @Test
    void theLowestPriorityComesUpInTheEnd() {
        Duration fourLevels = Duration.ofMinutes(40);
        add("lowest", 1, NOW);
        add("critical-just-before", 5, NOW.plus(fourLevels).minusMillis(1));
        add("critical-just-after", 5, NOW.plus(fourLevels).plusMillis(1));
        assertThat(takeAll(ROOM)).containsExactly("critical-just-before", "lowest", "critical-just-after");
    }

    @Test
    void givesNoMoreThanThereIsRoomFor() {
        add("1", 3, NOW);
        add("2", 3, NOW.plusSeconds(1));
        add("3", 3, NOW.plusSeconds(2));
        assertThat(takeAll(2)).containsExactly("1", "2");
        assertThat(takeAll(2)).isEmpty();
        lane.release(new TaskId("1"));
        assertThat(takeAll(2)).containsExactly("3");
        assertThat(takeAll(0)).isEmpty();
    }

    @Test
    void anAgentWhoseCapacityFellIsGivenNothingUntilThereIsRoom() {
        add("1", 3, NOW);
        add("2", 3, NOW);
        add("3", 3, NOW);
        assertThat(takeAll(2)).hasSize(2);
        assertThat(takeAll(1)).isEmpty();
        lane.release(new TaskId("1"));
        assertThat(takeAll(1)).isEmpty();
        lane.release(new TaskId("2"));
        assertThat(takeAll(1)).containsExactly("3");
    }

    @Test
    void knowsATaskOnceHoweverOftenItIsWoken() {
        AgentLane.Waiting task = new AgentLane.Waiting(new TaskId("1"), 3, NOW);
        assertThat(lane.add(task)).isTrue();
        assertThat(lane.add(task)).isFalse();
        assertThat(takeAll(ROOM)).containsExactly("1");
        assertThat(lane.add(task)).isFalse();
        assertThat(takeAll(ROOM)).isEmpty();
    }

    @Test
    void aReleasedTaskMayWaitAgain() {
        AgentLane.Waiting task = new AgentLane.Waiting(new TaskId("1"), 3, NOW);
        lane.add(task);
        takeAll(ROOM);
        lane.release(task.task());
        assertThat(lane.knows(task.task())).isFalse();
        assertThat(lane.add(task)).isTrue();
        assertThat(takeAll(ROOM)).containsExactly("1");
    }

    @Test
    void aTaskThatWaitsNoLongerIsNotGiven() {
        add("1", 3, NOW);
        add("2", 3, NOW.plusSeconds(1));
        lane.release(new TaskId("1"));
        assertThat(lane.waiting()).containsExactly(new TaskId("2"));
        assertThat(takeAll(ROOM)).containsExactly("2");
    }

    @Test
    void aTaskThatTheAgentHasTakesAPlace() {
        add("1", 3, NOW);
        lane.hold(new TaskId("1"), LATER);
        assertThat(lane.waitingCount()).isZero();
        assertThat(lane.heldCount()).isEqualTo(1);
        add("2", 3, NOW);
        assertThat(takeAll(1)).isEmpty();
        assertThat(takeAll(2)).containsExactly("2");
    }

    @Test
    void aHeldTaskIsOverdueFromItsMomentOn() {
        lane.hold(new TaskId("1"), LATER);
        assertThat(lane.overdue(LATER.minusMillis(1))).isEmpty();
        assertThat(lane.overdue(LATER)).containsExactly(new TaskId("1"));
        lane.hold(new TaskId("1"), LATER.plusSeconds(60));
        assertThat(lane.overdue(LATER)).isEmpty();
    }

    @Test
    void placesAreTakenByWhatThisNodesAgentHasAndByNothingElse() {
        add("1", 3, NOW);
        assertThat(places.of(agent.tenant()).waiting()).isEqualTo(1);
        takeAll(ROOM);
        lane.hold(new TaskId("1"), LATER);
        lane.hold(new TaskId("2"), LATER);
        lane.watch(new TaskId("2"), LATER);
        lane.watch(new TaskId("3"), LATER);
        assertThat(places.taken()).isEqualTo(2);
        assertThat(places.of(agent.tenant()).waiting()).isZero();
        lane.giveUpPlaces();
        assertThat(places.taken()).isZero();
        assertThat(lane.heldCount()).isEqualTo(3);
        lane.hold(new TaskId("3"), LATER);
        lane.release(new TaskId("3"));
        lane.release(new TaskId("1"));
        assertThat(places.taken()).isZero();
    }

    @Test
    void nothingIsGivenWhereTheNodeHasNoPlace() {
        AgentLane small = new AgentLane(agent, new NodePlaces(1));
        small.add(new AgentLane.Waiting(new TaskId("1"), 3, NOW));
        small.add(new AgentLane.Waiting(new TaskId("2"), 3, NOW));
        assertThat(small.take(ROOM, LATER)).isPresent();
        assertThat(small.hasNext(ROOM)).isTrue();
        assertThat(small.take(ROOM, LATER)).isEmpty();
        small.release(new TaskId("1"));
        assertThat(small.take(ROOM, LATER)).map(AgentLane.Waiting::task).contains(new TaskId("2"));
    }

    @Test
    void aTaskLessIsTold() {
        List<AgentKey> told = new ArrayList<>();
        places.whenFree(told::add);
        add("1", 3, NOW);
        lane.release(new TaskId("1"));
        assertThat(told).isEmpty();
        lane.watch(new TaskId("2"), LATER);
        lane.release(new TaskId("2"));
        assertThat(told).containsExactly(agent);
    }

    @Test
    void whatIsClearedTakesNoPlaceAndWaitsForNone() {
        add("1", 3, NOW);
        add("2", 3, NOW);
        assertThat(lane.take(ROOM, LATER)).isPresent();
        lane.clear();
        assertThat(places.taken()).isZero();
        assertThat(places.waiting()).isZero();
        assertThat(lane.load()).isZero();
    }

    @Test
    void whatAnAgentCouldNotTakeNowWaitsAgainAndNobodyIsTold() {
        List<AgentKey> told = new ArrayList<>();
        places.whenFree(told::add);
        AgentLane.Waiting task = new AgentLane.Waiting(new TaskId("1"), 3, NOW);
        lane.add(task);
        lane.take(ROOM, LATER);
        lane.putBack(task);
        assertThat(places.taken()).isZero();
        assertThat(lane.waiting()).containsExactly(task.task());
        assertThat(lane.held()).isEmpty();
        assertThat(told).isEmpty();
        assertThat(takeAll(ROOM)).containsExactly("1");
    }

    @Test
    void whatWasPutOffHasNotWaitedMeanwhile() {
        lane.add(AgentLane.Waiting.of(new TaskId("put-off"), 1, NOW.minus(Duration.ofDays(1)), NOW));
        add("critical", 5, NOW);
        assertThat(takeAll(ROOM)).containsExactly("critical", "put-off");
    }

    @Test
    void anAgentThatTakesNothingIsGivenNothingUntilItHasATaskLessOrSaysSo() {
        add("first", 3, NOW);
        add("second", 3, NOW);
        lane.hold(new TaskId("held"), LATER);
        lane.holdOff();
        assertThat(takeAll(ROOM)).isEmpty();
        lane.release(new TaskId("held"));
        assertThat(lane.take(ROOM, LATER)).isPresent();
        lane.holdOff();
        lane.goOn();
        assertThat(takeAll(ROOM)).containsExactly("second");
    }

    @Test
    void isUnsureOfWhatItWasAboutToOfferUntilTheAgentHasIt() {
        add("task", 3, NOW);
        assertThat(lane.take(ROOM, LATER)).isPresent();
        assertThat(lane.isUnsure(new TaskId("task"))).isTrue();
        lane.hold(new TaskId("task"), LATER);
        assertThat(lane.isUnsure(new TaskId("task"))).isFalse();
        assertThat(lane.isUnsure(new TaskId("of-nobody"))).isFalse();
    }
}
