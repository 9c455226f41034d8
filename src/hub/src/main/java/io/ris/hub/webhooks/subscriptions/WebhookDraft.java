package io.ris.hub.webhooks.subscriptions;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.announcement.AnnouncementType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a person says of a webhook; of a change, null leaves a field as it is. */
public record WebhookDraft(
        @Nullable String url,
        @Nullable List<String> events,
        @Nullable String description,
        @Nullable Boolean enabled) {

    private static final List<String> EVENTS = Stream.concat(
                    Stream.of(Webhook.EVERYTHING),
                    Stream.of(AnnouncementType.values())
                            .filter(type -> type != AnnouncementType.WEBHOOK_TEST)
                            .map(AnnouncementType::wireName))
            .toList();

    /** The events, each once; empty where none are given. */
    Optional<List<String>> checkedEvents() {
        if (events == null) {
            return Optional.empty();
        }
        if (events.isEmpty()) {
            throw HubException.Invalid.rule("events", "must name at least one");
        }
        events.stream().filter(event -> !EVENTS.contains(event)).findFirst().ifPresent(unknown -> {
            throw HubException.Invalid.rule(
                    "events", "must be among " + EVENTS.stream().collect(Collectors.joining(", ")));
        });
        return Optional.of(events.stream().distinct().toList());
    }
}
