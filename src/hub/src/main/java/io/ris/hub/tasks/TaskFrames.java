package io.ris.hub.tasks;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.connection.AgentConnection;
import io.ris.hub.fleet.connection.AgentFrameListener;
import io.ris.hub.fleet.connection.ConnectionRegistry;
import io.ris.hub.platform.HubService;
import io.ris.hub.tenancy.TenantTraffic;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AttemptState;
import io.ris.protocol.HubFrame;
import io.ris.protocol.ResultStatus;
import io.ris.protocol.TaskAttempt;
import io.ris.protocol.TaskId;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What agents say about tasks, and what follows from it. Thread-safe. */
@HubService
class TaskFrames implements AgentFrameListener {

    private static final System.Logger LOG = System.getLogger(TaskFrames.class.getName());
    private static final int MAX_TRIES = 10;

    private final TaskRepository tasks;
    private final TaskLife life;
    private final TaskDispatcher dispatcher;
    private final TaskOutput output;
    private final AgentLanes lanes;
    private final ConnectionRegistry connections;
    private final TenantTraffic traffic;
    private final ManagedScheduledExecutorService executor;
    private final Clock clock;

    @Inject
    TaskFrames(
            TaskRepository tasks,
            TaskLife life,
            TaskDispatcher dispatcher,
            TaskOutput output,
            AgentLanes lanes,
            ConnectionRegistry connections,
            TenantTraffic traffic,
            ManagedScheduledExecutorService executor,
            Clock clock) {
        this.tasks = tasks;
        this.life = life;
        this.dispatcher = dispatcher;
        this.output = output;
        this.lanes = lanes;
        this.connections = connections;
        this.traffic = traffic;
        this.executor = executor;
        this.clock = clock;
    }

    @Override
    public void received(AgentConnection connection, AgentFrame.OfTask frame) {
        switch (frame) {
            case AgentFrame.Accepted accepted -> accepted(connection, accepted.taskAttempt());
            case AgentFrame.Rejected rejected -> rejected(connection, rejected);
            case AgentFrame.Started started -> started(connection, started.taskAttempt());
            case AgentFrame.Output piece -> output(connection, piece);
            case AgentFrame.Result result -> result(connection, result);
        }
    }

    private void accepted(AgentConnection connection, TaskAttempt attempt) {
        Optional<Task> routing = tasks.recent(attempt.taskId(), TaskState.ROUTING::equals)
                .filter(task -> isOf(connection, attempt, task) && task.state() == TaskState.ROUTING);
        if (routing.isPresent() && routing.get().isExpired(clock.instant()) && life.expire(routing.get())) {
            recall(connection, attempt, "expired");
            return;
        }
        if (routing.isPresent() && life.start(routing.get())) {
            connection.send(new HubFrame.Start(attempt.taskId(), attempt.attempt(), connection.epoch()));
            return;
        }
        Optional<Task> task = tasks.find(attempt.taskId()).filter(found -> belongsTo(connection, found));
        task.filter(found -> found.state().isTerminal()).ifPresent(ended -> noteLate(ended, "accepted", attempt));
        if (task.filter(found -> found.attempt() == attempt.attempt() && found.state() == TaskState.RUNNING)
                .isEmpty()) {
            recall(connection, attempt, "moved_on");
        }
    }

    /** Changes nothing: the task has been running since the hub said that it may begin. */
    private void started(AgentConnection connection, TaskAttempt attempt) {
        LOG.log(System.Logger.Level.DEBUG, "{0} started {1}", connection.agent(), attempt);
        tasks.recent(attempt.taskId(), state -> true)
                .filter(task -> belongsTo(connection, task) && task.state().isTerminal())
                .ifPresent(ended -> noteLate(ended, "started", attempt));
    }

    private void noteLate(Task ended, String what, TaskAttempt attempt) {
        tasks.noteLate(ended, "late " + what + " of attempt " + attempt.attempt(), clock.instant());
    }

    private static void recall(AgentConnection connection, TaskAttempt attempt, String reason) {
        connection.send(new HubFrame.Recall(attempt.taskId(), attempt.attempt(), connection.epoch(), reason));
    }

    private void rejected(AgentConnection connection, AgentFrame.Rejected frame) {
        Optional<Task> found = tasks.find(frame.taskId()).filter(known -> belongsTo(connection, known));
        found.filter(known -> known.state().isTerminal())
                .ifPresent(ended -> noteLate(ended, "rejected", frame.taskAttempt()));
        Optional<Task> task = found.filter(
                known -> known.attempt() == frame.attempt() && !known.state().isTerminal());
        if (task.isEmpty()) {
            return;
        }
        String reason = frame.reason() == null ? "rejected" : frame.reason();
        switch (reason) {
            case "at_capacity", "stale_epoch", "draining", "journal_failed" -> {
                lanes.of(connection.agent()).holdOff(); // until its next heartbeat, or a task less
                waitAgain(task.get(), reason);
            }
            case "engine_unreachable", "machine_hangs" -> life.finish(task.get(), withoutEffect(frame));
            case "already_finished" ->
                life.outcomeUnknown(task.get(), "the agent ran this attempt before and has no result any more");
            default ->
                life.end(
                        task.get(),
                        TaskState.FAILED,
                        reason,
                        frame.detail() == null ? "the agent refused it" : frame.detail());
        }
    }

    /** Unless somebody wants its end: it has not begun. */
    private void waitAgain(Task task, String reason) {
        if (task.cancelRequestedAt() == null) {
            life.queue(task, reason);
        } else {
            life.end(task, TaskState.CANCELLED, null, null);
        }
    }

    /** What kept the attempt from beginning may pass. */
    private AgentFrame.Result withoutEffect(AgentFrame.Rejected frame) {
        return new AgentFrame.Result(
                frame.taskId(),
                frame.attempt(),
                ResultStatus.FAILED,
                null,
                frame.reason(),
                frame.detail(),
                null,
                clock.instant(),
                true);
    }

    private void output(AgentConnection connection, AgentFrame.Output piece) {
        boolean isWanted = tasks.recent(piece.taskId(), TaskState.RUNNING::equals)
                .filter(task -> isOf(connection, piece.taskAttempt(), task))
                .isPresent();
        // What nobody wants is acknowledged too: the result, and with it the end of the attempt, comes after the
        // output.
        long stored = isWanted ? output.append(piece) : piece.seq() + piece.bytes().length;
        HubFrame ack = new HubFrame.OutputAck(piece.taskId(), piece.attempt(), piece.stream(), stored);
        Duration wait = traffic.received(connection.agent().tenant(), piece.bytes().length);
        if (wait.isZero()) {
            connection.send(ack);
        } else { // an agent sends no more than a window of what is not acknowledged
            var unused = executor.schedule(() -> connection.send(ack), wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void result(AgentConnection connection, AgentFrame.Result result) {
        if (!store(connection, result)) {
            return; // moves too fast to be caught now: the agent sends the result again after its next hello
        }
        connection.send(new HubFrame.Ack(result.taskId(), result.attempt()));
    }

    private boolean store(AgentConnection connection, AgentFrame.Result result) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Optional<Task> found = tasks.recent(result.taskId(), TaskState.RUNNING::equals)
                    .filter(task -> isAwaited(task, result))
                    .or(() -> tasks.find(result.taskId())) // too late only by what is stored
                    .filter(task -> belongsTo(connection, task));
            if (found.isEmpty()) {
                return true; // deleted since, or never this agent's: nobody wants the result
            }
            Task task = found.get();
            if (!isAwaited(task, result)) {
                if (task.state().isTerminal()) {
                    lanes.of(connection.agent()).release(task.taskId());
                }
                tasks.noteLate(
                        task,
                        "late result of attempt " + result.attempt() + ": "
                                + result.status().wireName(),
                        clock.instant());
                return true;
            }
            if (life.finish(task, result)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Of the attempt that runs; or of the last one, given up as it seemed, where it completed after all. A failure told again is
     * no second failure.
     */
    private static boolean isAwaited(Task task, AgentFrame.Result result) {
        if (task.attempt() != result.attempt()) {
            return false;
        }
        return switch (task.state()) {
            case RUNNING, ROUTING -> true;
            case RETRYING, QUEUED -> result.status() == ResultStatus.COMPLETED;
            case PENDING, COMPLETED, FAILED, TIMEOUT, CANCELLED -> false;
        };
    }

    @Override
    public void heartbeat(AgentConnection connection) {
        lanes.find(connection.agent()).ifPresent(AgentLane::goOn);
        dispatcher.pump(connection.agent());
    }

    @Override
    public void ready(AgentConnection connection) {
        heartbeat(connection);
    }

    @Override
    public void connected(AgentConnection connection, AgentFrame.Hello hello) {
        AgentLane lane = lanes.of(connection.agent());
        Map<TaskId, AgentFrame.KnownTask> known = new HashMap<>();
        for (AgentFrame.KnownTask task : hello.tasks()) {
            known.put(task.taskId(), task);
            reconcile(connection, task);
        }
        for (TaskId id : lane.held()) {
            if (!known.containsKey(id)) {
                tasks.find(id).ifPresent(task -> forgotten(connection, lane, task));
            }
        }
    }

    /** The agent still has an attempt: does the hub want it to go on? */
    private void reconcile(AgentConnection connection, AgentFrame.KnownTask known) {
        TaskAttempt attempt = known.taskAttempt();
        Optional<Task> present =
                present(connection, attempt).filter(task -> !task.state().isTerminal());
        if (present.isEmpty()) {
            lanes.of(connection.agent()).release(known.taskId());
        }
        boolean begun = known.state() != AttemptState.ACCEPTED;
        if (present.isEmpty()) {
            unwanted(connection, attempt, known.state());
            return;
        }
        Task task = present.get();
        switch (task.state()) {
            case RUNNING -> goOn(connection, task, known.state());
            case ROUTING -> {
                if (begun || !life.queue(task, "offered by a connection that is gone")) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "{0}: {1} is {2} at the agent and routing here",
                            connection.agent(),
                            attempt,
                            known.state());
                } else {
                    unwanted(connection, attempt, known.state());
                }
            }
            default -> unwanted(connection, attempt, known.state());
        }
    }

    private void goOn(AgentConnection connection, Task task, AttemptState state) {
        if (!life.adopt(task, connection.epoch())) {
            return;
        }
        lanes.of(connection.agent()).hold(task.taskId(), task.deadline() == null ? clock.instant() : task.deadline());
        if (task.cancelRequestedAt() != null) { // and then it does not begin, if it has not
            connection.send(new HubFrame.Cancel(task.taskId(), task.attempt(), connection.epoch(), "cancelled"));
        } else if (state == AttemptState.ACCEPTED) {
            connection.send(new HubFrame.Start(task.taskId(), task.attempt(), connection.epoch()));
        }
    }

    private static void unwanted(AgentConnection connection, TaskAttempt attempt, AttemptState state) {
        switch (state) {
            case ACCEPTED -> recall(connection, attempt, "moved_on");
            case STARTED ->
                connection.send(
                        new HubFrame.Cancel(attempt.taskId(), attempt.attempt(), connection.epoch(), "moved_on"));
            case FINISHED -> LOG.log(System.Logger.Level.DEBUG, "the result of {0} will come too late", attempt);
        }
    }

    /** The agent's journal does not know a task that the hub gave it. */
    private void forgotten(AgentConnection connection, AgentLane lane, Task task) {
        boolean isOfAnEarlierConnection = task.epoch() < connection.epoch();
        switch (task.state()) {
            case ROUTING -> {
                if (isOfAnEarlierConnection) {
                    life.queue(task, "the offer did not arrive");
                }
            }
            case RUNNING -> {
                if (isOfAnEarlierConnection) {
                    life.outcomeUnknown(task, "the agent came back without it");
                }
            }
            default -> lane.release(task.taskId());
        }
    }

    @Override
    public void disconnected(AgentConnection connection) {
        if (connections.find(connection.agent()).isPresent()) {
            return; // it is back already, and what it has is known of its new connection
        }
        AgentLane lane = lanes.of(connection.agent());
        lane.giveUpPlaces();
        List<TaskId> running = new ArrayList<>();
        for (TaskId id : lane.held()) {
            Optional<Task> task = tasks.find(id).filter(known -> known.epoch() <= connection.epoch());
            if (task.isPresent() && task.get().state() == TaskState.ROUTING) {
                life.queue(task.get(), "the agent's connection ended");
            } else if (task.isPresent() && task.get().state() == TaskState.RUNNING) {
                running.add(id);
            } else if (task.isPresent() && task.get().state().isTerminal()) {
                lane.release(id);
            }
        }
        if (!running.isEmpty()) {
            tasks.noteLost(connection.agent().agentId(), connection.epoch(), running, clock.instant());
        }
    }

    private Optional<Task> present(AgentConnection connection, TaskAttempt attempt) {
        return tasks.find(attempt.taskId()).filter(task -> isOf(connection, attempt, task));
    }

    private static boolean isOf(AgentConnection connection, TaskAttempt attempt, Task task) {
        return belongsTo(connection, task) && task.attempt() == attempt.attempt();
    }

    private static boolean belongsTo(AgentConnection connection, Task task) {
        AgentKey agent = connection.agent();
        return task.clientId().equals(agent.agentId().value());
    }
}
