package io.ris.agent.telemetry;

import static io.ris.agent.telemetry.EngineAnswers.figure;
import static java.util.Objects.requireNonNull;

import io.ris.agent.docker.Engine;
import io.ris.agent.docker.EngineException;
import io.ris.agent.telemetry.ContainerUse.CpuSample;
import io.ris.protocol.report.DockerInfo;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The containers of the machine's engine. It remembers each one's processor time, so that the engine need not take a second for
 * two samples of it. Blocks its thread as long as the engine wants. Not thread-safe.
 */
final class DockerCollector {

    /** Containers that a report may hold; running ones go first. */
    static final int MOST = 1_000;

    /**
     * After so long no more figures are asked for in a turn; the next begins with those that are left. An engine of version 20
     * takes a second for them, though it is asked for a single sample.
     */
    static final Duration TIME_FOR_FIGURES = Duration.ofSeconds(3);

    /** Containers whose figures are asked for at once. */
    static final int AT_ONCE = 16;

    private final Engine engine;
    private final Clock clock;
    private Map<String, CpuSample> samples = Map.of();
    private String lastAsked = "";

    DockerCollector(Engine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    DockerInfo collect(Instant now) throws EngineException, IOException {
        EngineAnswers.Info info = engine.get("/info", EngineAnswers.Info.class);
        EngineAnswers.Listed[] all = engine.get("/containers/json?all=1", EngineAnswers.Listed[].class);
        List<EngineAnswers.Listed> chosen = chosen(all);
        Map<String, DockerInfo.Stats> figures = figures(chosen);
        List<DockerInfo.Container> containers = new ArrayList<>(chosen.size());
        for (EngineAnswers.Listed container : chosen) {
            containers.add(told(container, figures.get(container.id())));
        }
        return counted(all, containers, info, now);
    }

    private static List<EngineAnswers.Listed> chosen(EngineAnswers.Listed[] all) {
        List<EngineAnswers.Listed> chosen = new ArrayList<>();
        for (boolean alive : new boolean[] {true, false}) {
            for (EngineAnswers.Listed container : all) {
                if (container.isAlive() == alive && chosen.size() < MOST) {
                    chosen.add(container);
                }
            }
        }
        return chosen;
    }

    private Map<String, DockerInfo.Stats> figures(List<EngineAnswers.Listed> containers)
            throws EngineException, IOException {
        Instant limit = clock.instant().plus(TIME_FOR_FIGURES);
        Map<String, DockerInfo.Stats> figures = new HashMap<>();
        Map<String, CpuSample> taken = new HashMap<>(samples);
        List<String> alive = inTurn(containers);
        taken.keySet().retainAll(alive);
        for (int from = 0; from < alive.size() && clock.instant().isBefore(limit); from += AT_ONCE) {
            List<String> some = alive.subList(from, Math.min(from + AT_ONCE, alive.size()));
            ask(some, figures, taken);
            lastAsked = some.getLast();
        }
        samples = taken;
        return figures;
    }

    /** Those that live, from the one on whose turn it was when time was up. */
    private List<String> inTurn(List<EngineAnswers.Listed> containers) {
        List<String> alive = new ArrayList<>();
        for (EngineAnswers.Listed container : containers) {
            if (container.isAlive()) {
                alive.add(container.id());
            }
        }
        Collections.rotate(alive, -1 - alive.indexOf(lastAsked));
        return alive;
    }

    /** Asks for some at once: what takes an engine a second for one, takes it no longer for all of them. */
    private void ask(List<String> ids, Map<String, DockerInfo.Stats> figures, Map<String, CpuSample> taken)
            throws EngineException, IOException {
        Map<String, Engine.Question> questions = new LinkedHashMap<>();
        try {
            for (String id : ids) {
                questions.put(id, engine.ask("/containers/" + Engine.part(id) + "/stats?stream=false&one-shot=true"));
            }
            for (String id : ids) {
                answer(requireNonNull(questions.get(id))).ifPresent(stats -> {
                    CpuSample sample = CpuSample.of(stats);
                    figures.put(id, ContainerUse.of(stats, sample, taken.put(id, sample)));
                });
            }
        } finally {
            for (Engine.Question question : questions.values()) {
                question.close();
            }
        }
    }

    /** Empty where the container has ended since it was listed. */
    private static Optional<EngineAnswers.Stats> answer(Engine.Question question) throws IOException {
        try {
            return Optional.of(question.answer(EngineAnswers.Stats.class));
        } catch (EngineException gone) {
            return Optional.empty();
        }
    }

    private static DockerInfo.Container told(EngineAnswers.Listed container, DockerInfo.@Nullable Stats stats) {
        List<DockerInfo.Port> ports = new ArrayList<>();
        for (EngineAnswers.ListedPort port :
                container.ports() == null ? List.<EngineAnswers.ListedPort>of() : container.ports()) {
            ports.add(new DockerInfo.Port(
                    figure(port.privatePort()), figure(port.publicPort()), text(port.type()), text(port.ip())));
        }
        return new DockerInfo.Container(
                container.id(),
                name(container),
                text(container.image()),
                text(container.imageId()),
                text(container.status()),
                text(container.state()),
                container.created() == null
                        ? null
                        : Instant.ofEpochSecond(container.created()).toString(),
                ports,
                container.labels() == null ? Map.of() : container.labels(),
                stats);
    }

    /** The first is its own, the others are those of links. */
    private static String name(EngineAnswers.Listed container) {
        if (container.names() == null || container.names().isEmpty()) {
            return "";
        }
        String name = container.names().getFirst();
        return name.startsWith("/") ? name.substring(1) : name;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static DockerInfo counted(
            EngineAnswers.Listed[] all, List<DockerInfo.Container> containers, EngineAnswers.Info info, Instant now) {
        int running = 0;
        int paused = 0;
        for (EngineAnswers.Listed container : all) {
            running += container.isRunning() ? 1 : 0;
            paused += container.isPaused() ? 1 : 0;
        }
        return new DockerInfo(
                containers,
                all.length,
                running,
                paused,
                all.length - running - paused,
                figure(info.images()),
                text(info.version()),
                now);
    }
}
