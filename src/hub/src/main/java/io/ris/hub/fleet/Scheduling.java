package io.ris.hub.fleet;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether an agent is given tasks. Those of an agent that is not wait until it is again, or they expire.
 *
 * @param reason what the operator said about it
 * @param since when it was last changed; null if never
 * @param deadline when what still runs on a draining agent is cancelled; null for never
 */
public record Scheduling(
        State state,
        @Nullable String reason,
        @Nullable Instant since,
        @Nullable Instant deadline) {

    /** As an agent begins. */
    static final Scheduling ACTIVE = new Scheduling(State.ACTIVE, null, null, null);

    /** What an operator wants of an agent. */
    public enum State {
        /** It is given tasks. */
        ACTIVE,
        /** It is given none; what runs goes on. */
        PAUSED,
        /** It is given none, and what runs is to end by the deadline: the machine is to be serviced. */
        DRAINING;

        /** Its name in JSON and in the store. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The state of a name, if there is one. */
        public static Optional<State> find(@Nullable String name) {
            return Stream.of(values())
                    .filter(state -> state.wireName().equals(name))
                    .findFirst();
        }
    }

    /** Whether the agent is given tasks. */
    public boolean isActive() {
        return state == State.ACTIVE;
    }
}
