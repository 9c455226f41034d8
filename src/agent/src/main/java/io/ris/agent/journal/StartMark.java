package io.ris.agent.journal;

import java.time.Instant;

/**
 * The moment from which an attempt may have had effects.
 *
 * @param at when
 * @param bootId the machine's boot during which it began; processes of another one are gone
 */
public record StartMark(Instant at, String bootId) {}
