package io.ris.settings;

import static io.ris.settings.Constraint.atLeast;
import static io.ris.settings.Constraint.between;
import static io.ris.settings.Constraint.matching;
import static io.ris.settings.Definition.choice;
import static io.ris.settings.Definition.duration;
import static io.ris.settings.Definition.flag;
import static io.ris.settings.Definition.number;
import static io.ris.settings.Definition.path;
import static io.ris.settings.Definition.size;
import static io.ris.settings.Definition.text;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keys of capabilities that are not built yet: accepted and validated, so that a configuration written for them is not
 * refused, but read by nothing. A key moves to its section's class with the code that reads it.
 */
final class ReservedSettings {

    private static final Constraint<Integer> DAYS = between(1, 3650);

    static final List<Setting<?>> ALL = Stream.of(
                    stores(), identity(), security(), observation(), logs(), performance(), features())
            .flatMap(List::stream)
            .toList();

    private ReservedSettings() {}

    private static List<Setting<?>> stores() {
        return List.of(
                duration("database.mongodb.max_idle_time")
                        .defaultsTo(Duration.ofMinutes(10))
                        .reserved("How long an unused connection to the store is kept."),
                duration("database.redis.write_timeout")
                        .defaultsTo(Duration.ofSeconds(3))
                        .reserved("How long Redis may take to accept a command; request_timeout bounds it."));
    }

    private static List<Setting<?>> identity() {
        return List.of(number("task_orchestration.queue.priority_levels")
                .allow(between(5, 5))
                .defaultsTo(5)
                .reserved("Number of priorities: the API names five."));
    }

    private static List<Setting<?>> security() {
        return List.of(
                flag("security.encryption.data_in_transit.enabled", true)
                        .reserved("Whether connections are encrypted."),
                choice("security.encryption.data_in_transit.min_tls_version", "1.2", "1.3")
                        .reserved("Lowest TLS version of outbound connections."));
    }

    private static List<Setting<?>> observation() {
        return List.of(
                text("monitoring.metrics.path")
                        .allow(matching("/metrics, which MicroProfile Metrics fixes", "/metrics"))
                        .defaultsTo("/metrics")
                        .reserved("Path of the metrics."),
                duration("monitoring.metrics.interval")
                        .defaultsTo(Duration.ofSeconds(15))
                        .reserved("How often costly figures are taken."),
                text("monitoring.health_check.endpoint")
                        .allow(matching("/health, which MicroProfile Health fixes", "/health"))
                        .defaultsTo("/health")
                        .reserved("Path of the health checks."));
    }

    private static List<Setting<?>> logs() {
        return List.of(
                flag("logging.file.enabled", true).reserved("Whether logs also go to a file."),
                path("logging.file.path")
                        .because("the log of `ris up` is in the data directory")
                        .reserved("The log file."),
                size("logging.file.max_size")
                        .defaultsTo(DataSize.ofMegabytes(100))
                        .reserved("Size at which the log file is rolled."),
                number("logging.file.max_backups")
                        .allow(atLeast(0))
                        .defaultsTo(10)
                        .reserved("Rolled log files that are kept."),
                number("logging.file.max_age")
                        .allow(DAYS)
                        .defaultsTo(30)
                        .reserved("Days that rolled log files are kept."),
                flag("logging.file.compress", true).reserved("Whether rolled log files are compressed."),
                flag("logging.audit_log.enabled", true).reserved("Whether the audit trail also goes to a file."),
                path("logging.audit_log.path")
                        .because("as for logging.file.path")
                        .reserved("The audit file."),
                size("logging.audit_log.max_size")
                        .defaultsTo(DataSize.ofMegabytes(100))
                        .reserved("Size at which the audit file is rolled."),
                number("logging.audit_log.max_backups")
                        .allow(atLeast(0))
                        .defaultsTo(30)
                        .reserved("Rolled audit files that are kept."),
                number("logging.audit_log.max_age")
                        .allow(DAYS)
                        .defaultsTo(365)
                        .reserved("Days that rolled audit files are kept."));
    }

    private static List<Setting<?>> performance() {
        return List.of(
                duration("performance.cache.ttl")
                        .defaultsTo(Duration.ofHours(1))
                        .reserved("How long a cached value is used."),
                size("performance.cache.max_size")
                        .defaultsTo(DataSize.ofMegabytes(500))
                        .reserved("Size of the cache."),
                choice("performance.cache.eviction_policy", "lru", "lfu").reserved("What leaves a full cache first."),
                number("performance.connection_pooling.max_connections")
                        .allow(atLeast(1))
                        .defaultsTo(200)
                        .reserved("Most outbound HTTP connections."),
                duration("performance.connection_pooling.idle_timeout")
                        .defaultsTo(Duration.ofMinutes(5))
                        .reserved("How long an unused outbound connection is kept."),
                flag("performance.connection_pooling.keep_alive", true)
                        .reserved("Whether outbound connections are kept for further requests."));
    }

    private static List<Setting<?>> features() {
        return List.of(
                flag("features.websocket_compression", true)
                        .reserved(
                                "Compressed WebSocket messages; large payloads are compressed inside a message instead."),
                flag("features.http2_enabled", true).reserved("HTTP/2 on the main listener."),
                flag("features.debug_mode", false)
                        .in(RuntimeEnvironment.DEVELOPMENT, true)
                        .reserved("More detail for developers."),
                flag("features.development_mode", false)
                        .in(RuntimeEnvironment.DEVELOPMENT, true)
                        .reserved("Conveniences for developers."),
                flag("features.auto_backup", true).reserved("Scheduled backups of the store."),
                flag("features.telemetry", false)
                        .in(RuntimeEnvironment.PRODUCTION, true)
                        .reserved("Traces by OpenTelemetry where an endpoint is configured."));
    }
}
