package io.ris.hub.platform.live;

import java.util.Optional;

/** What there is to tell one reader. Called by one thread at a time, but for {@link #close}. */
public interface LiveFeed {

    /**
     * Comes before all else.
     *
     * @param wake to be called, from any thread, whenever there may be more
     */
    void begin(Runnable wake);

    /**
     * The next message, if there is one now.
     *
     * @throws io.ris.hub.platform.HubException if there will be none any more
     */
    Optional<LiveMessage> next();

    /** Whether all has been told that there will ever be. */
    boolean isOver();

    /** Nobody reads it any more. From any thread, and maybe more than once. */
    void close();
}
