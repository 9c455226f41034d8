/** The one WebSocket to the hub: opening, liveness, ordered sending, coming back. Everything but the wire runs on the event loop. */
@NullMarked
package io.ris.agent.connection;

import org.jspecify.annotations.NullMarked;
