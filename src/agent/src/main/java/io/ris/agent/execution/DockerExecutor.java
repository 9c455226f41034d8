package io.ris.agent.execution;

import io.ris.agent.docker.Containers;
import io.ris.agent.docker.Engine;
import io.ris.agent.journal.JournalEntry;
import io.ris.agent.journal.StartMark;
import io.ris.agent.loop.EventLoop;
import io.ris.agent.policy.AgentPolicy;
import io.ris.agent.policy.RefusedException;
import io.ris.protocol.DockerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs {@code docker} tasks where an engine answers, each in a thread that waits for it. */
public final class DockerExecutor {

    private final Engine engine;
    private final Containers containers;
    private final AgentPolicy policy;
    private final EventLoop loop;
    private final Clock clock;

    /** @param policy which images and directories of the machine containers may have */
    public DockerExecutor(Engine engine, AgentPolicy policy, EventLoop loop, Clock clock) {
        this.engine = engine;
        this.containers = new Containers(engine);
        this.policy = policy;
        this.loop = loop;
        this.clock = clock;
    }

    /** Whether an engine answers now. */
    boolean isPossible() {
        return engine.answers();
    }

    /** Whether there may be an engine, though it does not answer now. */
    boolean isThinkable() {
        return engine.isOnThisMachine();
    }

    /**
     * Why this does not run as the machine is now: the policy, or an engine that does not answer, as while it restarts. What
     * else keeps it from running shows at its start.
     */
    Optional<RefusedException> refusal(DockerSpec spec) {
        try {
            permitted(spec);
            return engine.answers()
                    ? Optional.empty()
                    : Optional.of(new RefusedException("engine_unreachable", "the engine does not answer"));
        } catch (RefusedException e) {
            return Optional.of(e);
        } catch (IOException later) {
            return Optional.empty();
        }
    }

    /** The same with its directories by their paths without links, which is what was permitted. */
    private DockerSpec permitted(DockerSpec spec) throws RefusedException, IOException {
        if (spec.image() != null) {
            policy.requireImage(spec.image());
        }
        List<DockerSpec.Volume> volumes = new ArrayList<>();
        for (DockerSpec.Volume volume : spec.volumes()) {
            Path real = policy.requireVolume(Path.of(volume.hostPath()));
            volumes.add(new DockerSpec.Volume(real.toString(), volume.containerPath(), volume.readOnly()));
        }
        return spec.withVolumes(volumes);
    }

    Execution start(
            JournalEntry entry, StartMark mark, DockerSpec spec, AttemptOutput output, Consumer<Outcome> ended) {
        try {
            DockerSpec permitted = permitted(spec);
            return execution(entry, mark, permitted, output, ended).begin(false);
        } catch (RefusedException e) {
            return over(Outcome.failed(null, e.code(), String.valueOf(e.getMessage()), clock.instant()), ended);
        } catch (IOException e) {
            String words = "a directory of volumes is not there: " + e.getMessage();
            return over(Outcome.failed(null, "not_found", words, clock.instant()), ended);
        }
    }

    /** Carries on with the container that an earlier agent process made; stopping and reading are done again. */
    Execution resume(
            JournalEntry entry, StartMark mark, DockerSpec spec, AttemptOutput output, Consumer<Outcome> ended) {
        return execution(entry, mark, spec, output, ended).begin(true);
    }

    private ContainerExecution execution(
            JournalEntry entry, StartMark mark, DockerSpec spec, AttemptOutput output, Consumer<Outcome> ended) {
        return new ContainerExecution(containers, entry, mark, spec, output, loop, clock, ended);
    }

    private Execution over(Outcome outcome, Consumer<Outcome> ended) {
        loop.execute(() -> ended.accept(outcome));
        return new EndedExecution();
    }
}
