package io.ris.hub.fleet;

import java.time.Instant;

/**
 * What is known of an agent since it was last heard of.
 *
 * @param sessionId the connection over which it was
 * @param capacity how many tasks it runs at once
 */
public record Heard(String sessionId, Instant at, int capacity) {}
