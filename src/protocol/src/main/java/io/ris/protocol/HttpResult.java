package io.ris.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an HTTP task. A body of more than {@link OutputStreamName#INLINE_LIMIT} bytes has gone ahead in
 * {@link AgentFrame.Output} frames and is null here; the hub puts it in when the task is read.
 *
 * @param statusCode HTTP status
 * @param headers response headers, lower case, values of one name joined by {@code ", "}
 * @param body response body; null where it was streamed
 * @param bodyEncoding {@code base64} where the body is not UTF-8; null otherwise
 * @param droppedBytes body bytes beyond the cap, which nobody kept; null for none
 * @param executionTime time from the request to the end of the body, in milliseconds
 */
public record HttpResult(
        int statusCode,
        Map<String, String> headers,
        @Nullable String body,
        @Nullable String bodyEncoding,
        @Nullable Long droppedBytes,
        long executionTime)
        implements TaskResult {

    public HttpResult {
        headers = Map.copyOf(headers);
    }
}
