package io.ris.hub.webhooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.webhooks.deliveries.Attempt;
import io.ris.hub.webhooks.deliveries.Delivery;
import io.ris.protocol.Json;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as the API shows it.
 *
 * @param id as the receiver sees it in {@code webhook-id}
 * @param state {@code pending}, {@code delivered} or {@code dead}
 * @param tries attempts since it was made, or last replayed
 * @param nextAttemptAt when a pending one is due
 * @param endedAt since when it is not pending
 * @param reason why it is dead: {@code attempts_used_up}, {@code gone}, {@code webhook_disabled}, {@code queue_full} or {@code
 *     secret_unreadable}
 * @param attempts the latest ones, at most 20
 * @param message what is posted; absent in lists
 */
public record DeliveryView(
        String id,
        String webhookId,
        String type,
        String state,
        int tries,
        Instant createdAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant endedAt,
        @Nullable String reason,
        List<AttemptView> attempts,
        @Schema(type = SchemaType.OBJECT) @Nullable JsonNode message) {

    /**
     * A try to deliver.
     *
     * @param latencyMs milliseconds until the answer, or until there was none
     * @param status of the answer
     * @param error why there was none: {@code timeout}, {@code connection_refused}, {@code connection_failed}, {@code tls_failed},
     *     {@code host_unknown} or {@code address_refused}
     * @param answer how the answer began
     */
    public record AttemptView(
            Instant at,
            long latencyMs,
            @Nullable Integer status,
            @Nullable String error,
            @Nullable String answer) {

        static AttemptView of(Attempt attempt) {
            return new AttemptView(
                    attempt.at(), attempt.latency().toMillis(), attempt.status(), attempt.error(), attempt.answer());
        }
    }

    static DeliveryView of(Delivery delivery) {
        return new DeliveryView(
                delivery.eventId(),
                delivery.webhookId(),
                delivery.type(),
                delivery.state().wireName(),
                delivery.tries(),
                delivery.createdAt(),
                delivery.nextAt(),
                delivery.endedAt(),
                delivery.reason(),
                delivery.attempts().stream().map(AttemptView::of).toList(),
                message(delivery.body()));
    }

    private static @Nullable JsonNode message(String body) {
        try {
            return body.isEmpty() ? null : Json.lenient().readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored message is damaged", e);
        }
    }
}
