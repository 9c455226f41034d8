package io.ris.hub.tasks;

import org.jspecify.annotations.Nullable;

/** Which tasks are asked for; null for any. */
public record TaskFilter(
        @Nullable TaskState status,
        @Nullable String clientId,
        @Nullable String type,
        @Nullable Integer priority,
        @Nullable String jobId) {}
