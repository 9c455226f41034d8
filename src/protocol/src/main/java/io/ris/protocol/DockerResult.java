package io.ris.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What became of a container. Output of more than {@link OutputStreamName#INLINE_LIMIT} bytes has gone ahead in {@link
 * AgentFrame.Output} frames and is null here; the hub puts it in when the task is read.
 *
 * @param container as the task left it
 * @param stdout its standard output, as far as the task was there for it; null where it was streamed
 * @param stdoutEncoding {@code base64} where {@code stdout} is not UTF-8; null otherwise
 * @param stderr standard error; null where it was streamed
 * @param stderrEncoding as {@code stdoutEncoding}
 * @param droppedBytes output bytes beyond the cap, which nobody kept; null for none
 * @param executionTime in milliseconds
 */
public record DockerResult(
        Container container,
        @Nullable String stdout,
        @Nullable String stdoutEncoding,
        @Nullable String stderr,
        @Nullable String stderrEncoding,
        @Nullable Long droppedBytes,
        long executionTime)
        implements TaskResult {

    /**
     * A container.
     *
     * @param id the engine's
     * @param state such as {@code running} or {@code exited}, as the engine says
     * @param exitCode exit status of what ran in it; null while it runs
     * @param outOfMemory whether it was ended because it used more memory than it may
     */
    public record Container(
            String id, String name, String state, @Nullable Integer exitCode, boolean outOfMemory) {}
}
