package io.ris.hub.alerts.observing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a condition holds for.
 *
 * @param id unique among those of its kind
 * @param name for people
 * @param agentId the agent that it is, or is on; null where it is none's
 */
public record Subject(
        Kind kind, String id, String name, @Nullable String agentId) {

    /** The tasks of all agents. */
    public static final Subject TASKS = new Subject(Kind.TASKS, "all", "tasks", null);

    /** The hub itself. */
    public static final Subject HUB = new Subject(Kind.HUB, "all", "the hub", null);

    /** What kind of thing it is. */
    public enum Kind {
        CLIENT,
        CONTAINER,
        TASKS,
        HUB,
        /** All for which there is no alert of its own: they are too many. */
        OTHERS;

        /** Its name in JSON and in the store. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind of a name. */
        public static Kind of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    /** An agent. */
    public static Subject agent(String id, String name) {
        return new Subject(Kind.CLIENT, id, name, id);
    }

    /** A container on an agent's machine. */
    static Subject container(String agentId, String hostname, String containerId) {
        return new Subject(Kind.CONTAINER, agentId + "/" + containerId, containerId + " on " + hostname, agentId);
    }

    /** Whether it is of a kind, or stands for too many that may be of it. */
    boolean isOf(Kind some) {
        return kind == some || kind == Kind.OTHERS;
    }

    /** Unique among all subjects. */
    public String key() {
        return kind.wireName() + ":" + id;
    }
}
