package io.ris.hub.webhooks.deliveries;

import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** What is counted of deliveries. Labels have few values: never a webhook or a tenant. */
@HubService
class WebhookMetrics {

    private final MetricRegistry registry;

    @Inject
    WebhookMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    void watch(LongSupplier waiting) {
        registry.gauge("ris_webhook_deliveries_waiting", waiting, LongSupplier::getAsLong);
    }

    void attempted(Outcome outcome, Duration latency) {
        String result =
                switch (outcome) {
                    case Outcome.Answered answer when answer.status() / 100 == 2 -> "delivered";
                    case Outcome.Answered answer -> "refused";
                    case Outcome.Unanswered none -> "unanswered";
                };
        registry.counter("ris_webhook_attempts_total", new Tag("result", result))
                .inc();
        registry.timer("ris_webhook_latency").update(latency);
    }

    void gaveUp(String reason) {
        registry.counter("ris_webhook_dead_letters_total", new Tag("reason", reason))
                .inc();
    }
}
