package io.ris.hub.monitoring.probes;

import java.time.Instant;
import java.util.Map;

/**
 * A probe that has registered.
 *
 * @param metadata what it told of itself
 * @param registeredAt for the first time
 * @param lastSeen give or take half a minute where it is read from the store
 */
record Probe(String agentId, String hostname, Map<String, String> metadata, Instant registeredAt, Instant lastSeen) {}
