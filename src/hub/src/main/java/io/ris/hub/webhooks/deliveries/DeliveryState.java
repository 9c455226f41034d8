package io.ris.hub.webhooks.deliveries;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a delivery stands. */
public enum DeliveryState {
    /** Waits for its first or next attempt, or is under way. */
    PENDING,
    /** The receiver has taken it. */
    DELIVERED,
    /** Given up; can be replayed. */
    DEAD;

    /** Its name in JSON and in the store. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of a name, if there is one. */
    public static Optional<DeliveryState> find(String name) {
        return Stream.of(values())
                .filter(state -> state.wireName().equals(name))
                .findFirst();
    }
}
