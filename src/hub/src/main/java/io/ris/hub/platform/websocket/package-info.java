/**
 * What every WebSocket of the hub shares, whoever is at its other end: one message at a time goes out, from any thread and blocking none,
 * and what comes in is put together up to a size.
 */
@NullMarked
package io.ris.hub.platform.websocket;

import org.jspecify.annotations.NullMarked;
