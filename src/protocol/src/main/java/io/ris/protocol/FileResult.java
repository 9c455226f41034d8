package io.ris.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A file as a task left or found it. Content of more than {@link OutputStreamName#INLINE_LIMIT} bytes has gone ahead in
 * {@link AgentFrame.Output} frames and is null here; the hub puts it in when the task is read.
 *
 * @param path without links
 * @param size in bytes
 * @param sha256 of the content, in hexadecimal digits
 * @param mode permissions as four octal digits
 * @param changed of a push: whether the file was written, because it was not there or held something else; null of a pull
 * @param content of a pull; null where it was streamed, and of a push
 * @param contentEncoding {@code base64} where {@code content} is not UTF-8; null otherwise
 * @param executionTime in milliseconds
 */
public record FileResult(
        String path,
        long size,
        String sha256,
        String mode,
        @Nullable Boolean changed,
        @Nullable String content,
        @Nullable String contentEncoding,
        long executionTime)
        implements TaskResult {}
