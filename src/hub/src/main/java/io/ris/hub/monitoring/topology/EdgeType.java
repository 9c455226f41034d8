package io.ris.hub.monitoring.topology;

/** What an edge stands for. */
public enum EdgeType {
    PARENT_CHILD("parent-child"),
    NETWORK("network");

    private final String wireName;

    EdgeType(String wireName) {
        this.wireName = wireName;
    }

    /** Its name in JSON. */
    public String wireName() {
        return wireName;
    }
}
