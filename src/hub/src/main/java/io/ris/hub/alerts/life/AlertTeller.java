package io.ris.hub.alerts.life;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.announcement.Announcement;
import io.ris.hub.platform.announcement.AnnouncementType;
import io.ris.hub.platform.announcement.Announcements;
import io.ris.protocol.Json;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what is told of firing alerts, and announces what is due. What is announced once more has the same id. Thread-safe. */
@HubService
class AlertTeller {

    private final Announcements announcements;
    private final Clock clock;

    @Inject
    AlertTeller(Announcements announcements, Clock clock) {
        this.announcements = announcements;
        this.clock = clock;
    }

    /**
     * What is told of a firing alert, with what was decided before.
     *
     * @param isSilenced whether nothing new is told now
     * @param repeatEvery how often it is told again while nobody takes it on; null for never
     */
    Telling decide(Alert alert, boolean isSilenced, @Nullable Duration repeatEvery) {
        Telling told = alert.told();
        if (!alert.isFiring()) {
            return told;
        }
        if (!isSilenced && (told.firing() == 0 || isDueAgain(alert, repeatEvery))) {
            told = told.withFiring(clock.instant());
        }
        return alert.state() == AlertState.ACKNOWLEDGED ? told.withAcknowledged() : told;
    }

    private boolean isDueAgain(Alert alert, @Nullable Duration repeatEvery) {
        Instant last = alert.told().lastAt();
        return alert.state() == AlertState.FIRING
                && repeatEvery != null
                && last != null
                && !clock.instant().isBefore(last.plus(repeatEvery));
    }

    /** Announces all that is due. */
    void announce(Alert alert) {
        JsonNode data = Json.strict().valueToTree(AlertView.of(alert));
        for (String due : alert.told().due()) {
            type(due)
                    .ifPresent(type -> announcements.announce(
                            new Announcement(alert.id() + "-" + due, type, clock.instant(), data)));
        }
    }

    private static Optional<AnnouncementType> type(String due) {
        if (due.startsWith(Telling.FIRING)) {
            return Optional.of(AnnouncementType.ALERT_FIRING);
        }
        return switch (due) {
            case Telling.ACKNOWLEDGED -> Optional.of(AnnouncementType.ALERT_ACKNOWLEDGED);
            case Telling.RESOLVED -> Optional.of(AnnouncementType.ALERT_RESOLVED);
            default -> Optional.empty();
        };
    }
}
