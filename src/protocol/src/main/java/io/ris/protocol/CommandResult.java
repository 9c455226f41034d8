package io.ris.protocol;

import org.jspecify.annotations.Nullable;

/**
 * How a command ended. Output of more than {@link OutputStreamName#INLINE_LIMIT} bytes has gone ahead in
 * {@link AgentFrame.Output} frames and is null here; the hub puts it in when the task is read.
 *
 * @param exitCode exit status; 128 plus the signal's number where a signal ended it
 * @param stdout standard output; null where it was streamed
 * @param stdoutEncoding {@code base64} where {@code stdout} is not UTF-8; null otherwise
 * @param stderr standard error; null where it was streamed
 * @param stderrEncoding as {@code stdoutEncoding}
 * @param droppedBytes output bytes beyond the cap, which nobody kept; null for none
 * @param executionTime run time in milliseconds
 */
public record CommandResult(
        int exitCode,
        @Nullable String stdout,
        @Nullable String stdoutEncoding,
        @Nullable String stderr,
        @Nullable String stderrEncoding,
        @Nullable Long droppedBytes,
        long executionTime)
        implements TaskResult {}
