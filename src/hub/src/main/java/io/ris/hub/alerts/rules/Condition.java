package io.ris.hub.alerts.rules;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a rule watches for. */
public sealed interface Condition {

    /** A figure of an agent's, or a container's, last report stands so to a threshold. */
    record Metric(String metric, Operator operator, double threshold, AgentScope scope) implements Condition {

        /** Whether it is a figure of containers. */
        public boolean isOfContainers() {
            return Metrics.OF_CONTAINERS.contains(metric);
        }
    }

    /** An agent is not as one that works. */
    record AgentCondition(AgentState state, AgentScope scope) implements Condition {}

    /** An agent, or a foreign probe, that has reported does so no more. */
    record NoData(AgentScope scope) implements Condition {}

    /**
     * So many tasks failed, or took too long, within a time.
     *
     * @param type of the tasks; null for any
     * @param perAgent whether they are counted for each agent
     */
    record TaskFailures(
            Duration window, int count, @Nullable String type, boolean perAgent, AgentScope scope)
            implements Condition {}

    /**
     * Of the tasks that ended within a time such a share failed, or took too long.
     *
     * @param percent a greater share holds
     * @param least no share is made of fewer tasks
     * @param type of the tasks; null for any
     * @param perAgent whether they are counted for each agent
     */
    record TaskErrorRate(
            Duration window,
            double percent,
            int least,
            @Nullable String type,
            boolean perAgent,
            AgentScope scope) implements Condition {}

    /**
     * Of what the hub was asked over REST in the last minutes it answered such a share with a fault of its own (5xx).
     *
     * @param percent a greater share holds
     * @param least no share is made of fewer requests
     */
    record RequestErrorRate(double percent, int least) implements Condition {}

    /**
     * The slowest twentieth of what the hub was asked over REST in the last minutes took longer.
     *
     * @param least nothing is said of fewer requests
     */
    record ResponseTime(Duration threshold, int least) implements Condition {}

    /** Whether it is about the hub, and none of its tenants' affair. */
    default boolean isOfThePlatform() {
        return this instanceof RequestErrorRate || this instanceof ResponseTime;
    }

    /** How an agent can be that does not work. */
    enum AgentState {
        /** No node has its connection, though it was connected once, and is neither inactive nor cut off. */
        OFFLINE,
        /** An operator has paused it. */
        PAUSED,
        /** An operator drains it. */
        DRAINING;

        /** Its name in JSON. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<AgentState> find(String name) {
            return Stream.of(values())
                    .filter(state -> state.wireName().equals(name))
                    .findFirst();
        }
    }
}
