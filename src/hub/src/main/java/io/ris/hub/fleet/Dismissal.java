package io.ris.hub.fleet;

import java.util.List;

/**
 * Keys of an agent are good for nothing any more: whichever node has a connection that was made with one of them ends it.
 * Fired as an event on every node, more than once.
 *
 * @param keyHashes the keys; empty for any
 * @param reason stable code, as {@code goodbye} carries it
 */
public record Dismissal(AgentKey agent, List<String> keyHashes, String reason) {

    /** The agent was deleted. */
    public static final String DELETED = "deleted";

    /** The agent was cut off. */
    public static final String REVOKED = "revoked";

    /** The agent was enrolled again, with another key. */
    public static final String REPLACED = "replaced";

    public Dismissal {
        keyHashes = List.copyOf(keyHashes);
    }

    /** Whether a connection that was made with a key is over. */
    public boolean concerns(String keyHash) {
        return keyHashes.isEmpty() || keyHashes.contains(keyHash);
    }
}
