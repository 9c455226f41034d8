/**
 * The wire contract between hub and agent: frames, task specs, results, ids. It knows the JDK and the JSON codec only.
 *
 * <p>A frame is one WebSocket text message {@code {"type":...,...}} of subprotocol {@code ris.v1}. {@link AgentFrame}
 * and {@link HubFrame} are the closed sets per direction; {@link FrameCodec} reads and writes them. JSON is
 * snake_case, times are RFC 3339 in UTC, durations are seconds unless a field says milliseconds.
 */
@NullMarked
package io.ris.protocol;

import org.jspecify.annotations.NullMarked;
