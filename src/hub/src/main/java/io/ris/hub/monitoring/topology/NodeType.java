package io.ris.hub.monitoring.topology;

import java.util.Locale;

/** What a node stands for. */
public enum NodeType {
    HOST,
    CONTAINER,
    PROCESS,

    /** Several nodes that have something in common. */
    GROUP;

    /** Its name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
