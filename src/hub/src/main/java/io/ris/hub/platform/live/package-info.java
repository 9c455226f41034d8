/**
 * Live connections: what happens is told to readers while it happens, as server-sent events or over a WebSocket. A {@link
 * LiveFeed} is what a capability has to tell one reader; it is asked for the next message when the reader can take one, by one
 * thread at a time, and keeps nothing for it in between. So a slow reader costs no thread and no memory, and delays nobody.
 */
@NullMarked
package io.ris.hub.platform.live;

import org.jspecify.annotations.NullMarked;
