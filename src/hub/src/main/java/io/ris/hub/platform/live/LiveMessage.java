package io.ris.hub.platform.live;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a reader is told.
 *
 * @param type what it is, such as {@code output}
 * @param position from where a reader who has it can go on; null where it changes nothing about that
 * @param payload written as JSON
 */
public record LiveMessage(String type, @Nullable String position, Object payload) {}
