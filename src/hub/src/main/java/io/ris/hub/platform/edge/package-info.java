/**
 * Who comes in: from which address, how often, from whose pages.
 *
 * <p>Nothing here knows HTTP's classes: {@code platform.web} asks and answers. What a client says of itself counts only
 * where somebody trusted says it: its address is the socket's, or that of {@code X-Forwarded-For} from a trusted proxy.
 */
@NullMarked
package io.ris.hub.platform.edge;

import org.jspecify.annotations.NullMarked;
