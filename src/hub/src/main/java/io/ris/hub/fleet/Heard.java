package io.ris.hub.fleet;

import java.time.Instant;

/**
 * What is known of an agent since it was last heard of.
 *
 * @param capacity how many tasks it runs at once
 */
public record Heard(Instant at, int capacity) {}
