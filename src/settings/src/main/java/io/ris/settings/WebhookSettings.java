package io.ris.settings;

import static io.ris.settings.Constraint.between;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the hub posts to other systems, and how patiently. */
public final class WebhookSettings {

    private static final Constraint<Duration> DELAY = between(Duration.ofMillis(10), Duration.ofDays(1));

    public static final Setting<Integer> MAX_ATTEMPTS = Definition.number("webhooks.max_attempts")
            .allow(between(1, 20))
            .defaultsTo(8)
            .effect("Attempts at a delivery, the first included, before it is a dead letter.");

    public static final Setting<Duration> INITIAL_DELAY = Definition.duration("webhooks.initial_delay")
            .allow(DELAY)
            .defaultsTo(Duration.ofSeconds(5))
            .effect("Delay before the second attempt at a delivery; it doubles with each further one.");

    public static final Setting<Duration> MAX_DELAY = Definition.duration("webhooks.max_delay")
            .allow(DELAY)
            .defaultsTo(Duration.ofHours(1))
            .effect("Longest delay between attempts at a delivery, whatever a receiver asks for.");

    public static final Setting<Duration> TIMEOUT = Definition.duration("webhooks.timeout")
            .allow(between(Duration.ofMillis(100), Duration.ofMinutes(1)))
            .defaultsTo(Duration.ofSeconds(10))
            .effect("How long a receiver may take to answer.");

    public static final Setting<Integer> CONCURRENCY = Definition.number("webhooks.concurrency")
            .allow(between(2, 256))
            .defaultsTo(16)
            .effect("Deliveries under way at once on a node: two to one webhook, half of them to one tenant.");

    public static final Setting<Integer> MAX_PER_TENANT = Definition.number("webhooks.max_per_tenant")
            .allow(between(1, 1000))
            .defaultsTo(50)
            .effect("Webhooks that a tenant may have.");

    public static final Setting<Integer> MAX_PENDING = Definition.number("webhooks.max_pending")
            .allow(between(1, 100_000))
            .defaultsTo(10_000)
            .effect(
                    "Deliveries of a tenant that may wait, half of the places kept for its webhooks in equal shares; what is"
                            + " beyond is a dead letter at once, to be replayed.");

    public static final Setting<Duration> RETENTION = Definition.duration("webhooks.retention")
            .allow(between(Duration.ofMinutes(1), Duration.ofDays(3650)))
            .defaultsTo(Duration.ofDays(7))
            .effect("How long a delivery is kept after it was delivered, or given up.");

    public static final Setting<Boolean> REQUIRE_HTTPS = Definition.flag("webhooks.require_https", false)
            .in(RuntimeEnvironment.PRODUCTION, true)
            .effect("Whether webhooks without TLS are refused.");

    public static final Setting<Path> CA_FILE = Definition.path("webhooks.ca_file")
            .effect("PEM file with the CAs that receivers' certificates are verified with; those of the Java runtime"
                    + " where it is not set.");

    static final List<Setting<?>> ALL = List.of(
            MAX_ATTEMPTS,
            INITIAL_DELAY,
            MAX_DELAY,
            TIMEOUT,
            CONCURRENCY,
            MAX_PER_TENANT,
            MAX_PENDING,
            RETENTION,
            REQUIRE_HTTPS,
            CA_FILE);

    private WebhookSettings() {}
}
