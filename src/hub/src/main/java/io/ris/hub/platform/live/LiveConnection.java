package io.ris.hub.platform.live;

import java.time.Instant;

/** A reader's connection, as {@link LiveConnections} watches over it. */
interface LiveConnection {

    /** Said every second: from time to time something is sent, so that nothing in between takes the connection for dead. */
    void keepAlive(Instant now);

    /** Whether the other side has said nothing for so long that it is taken for gone. */
    boolean isSilent(Instant now);

    /** Looks again whether what waits can be sent. */
    void tryAgain();

    /** Since when the other side has taken nothing of what waits for it; {@link Instant#MAX} where nothing waits. */
    Instant blockedSince();

    /** Ends it in form, as soon as it can be told why. */
    void end(String reason);

    /** Ends it at once. */
    void abort(String reason);
}
