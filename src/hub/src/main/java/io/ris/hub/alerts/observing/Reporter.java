package io.ris.hub.alerts.observing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who has reported.
 *
 * @param missingSince when it was first seen to do so no more; null while it does
 */
record Reporter(String agentId, String name, @Nullable Instant missingSince) {}
