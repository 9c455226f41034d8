package io.ris.agent.execution;

import io.ris.agent.docker.EngineException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Asks an engine again that was away, as while it restarts. Blocks its thread. */
final class EnginePatience {

    /** How long it is asked for what nobody waits for any more. */
    private static final Duration INSISTENCE = Duration.ofMinutes(10);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final Logger LOG = System.getLogger(EnginePatience.class.getName());

    private final Clock clock;

    EnginePatience(Clock clock) {
        this.clock = clock;
    }

    interface Call {
        void make() throws EngineException, IOException;
    }

    /**
     * Tries until the engine has done it, or for so long that it is given up.
     *
     * @param wish what it is to do, in words
     */
    void insist(String wish, Call call) {
        Instant limit = clock.instant().plus(INSISTENCE);
        do {
            try {
                call.make();
                return;
            } catch (EngineException e) {
                if (e.saysGone()) {
                    return;
                }
                LOG.log(Level.DEBUG, "the engine does not {0}: {1}", wish, e.getMessage());
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "the engine does not {0} yet: {1}", wish, e.getMessage());
            }
        } while (clock.instant().isBefore(limit) && pauses());
        LOG.log(Level.WARNING, "the engine did not {0}; it is asked no more", wish);
    }

    /** Lets the engine be for a moment; answers false where nobody waits for it any more. */
    static boolean pauses() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
