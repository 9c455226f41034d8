package io.ris.hub.platform.announcement;

import java.util.Optional;
import java.util.stream.Stream;

/** What is told: the names by which receivers ask for it. */
public enum AnnouncementType {
    /** An alert has begun, or is told again while it goes on. */
    ALERT_FIRING("alert.firing"),
    /** Somebody has taken an alert on. */
    ALERT_ACKNOWLEDGED("alert.acknowledged"),
    /** An alert is over. */
    ALERT_RESOLVED("alert.resolved"),
    /** Somebody tries whether a receiver is reached; told to it alone, whatever it asked for. */
    WEBHOOK_TEST("webhook.test");

    private final String wireName;

    AnnouncementType(String wireName) {
        this.wireName = wireName;
    }

    /** Its name in JSON. */
    public String wireName() {
        return wireName;
    }

    /** The type of a name, if there is one. */
    public static Optional<AnnouncementType> find(String name) {
        return Stream.of(values()).filter(type -> type.wireName.equals(name)).findFirst();
    }
}
