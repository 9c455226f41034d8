package io.ris.settings;

import static io.ris.settings.Constraint.between;

import java.time.Duration;
import java.util.List;

/** Metrics, health, logs and shutdown. */
public final class OperationSettings {

    private static final Constraint<Duration> GRACE = between(Duration.ZERO, Duration.ofHours(1));

    public static final Setting<Boolean> METRICS_ENABLED =
            Definition.flag("monitoring.metrics.enabled", true).effect("Whether the metrics listener is open.");

    public static final Setting<String> METRICS_HOST = Definition.text("monitoring.metrics.host")
            .allow(ServerSettings.HOST)
            .defaultsTo("127.0.0.1")
            .effect("Address of the metrics listener, which asks for no token.");

    public static final Setting<Integer> METRICS_PORT = Definition.number("monitoring.metrics.port")
            .allow(between(1, 65535))
            .defaultsTo(9090)
            .variables("METRICS_PORT")
            .effect("Port of the metrics listener.");

    public static final Setting<Boolean> HEALTH_ENABLED = Definition.flag("monitoring.health_check.enabled", true)
            .reserved(
                    "Whether the health checks look at store, queue and disk; without them readiness is the start alone.");

    public static final Setting<Boolean> HEALTH_DETAILED = Definition.flag("monitoring.health_check.detailed", true)
            .effect("Whether health answers show details beside status and names.");

    public static final Setting<String> LOG_LEVEL = Definition.choice("logging.level", "info", "debug", "warn", "error")
            .variables("LOG_LEVEL")
            .effect("Least severity of the hub's own log messages.");

    public static final Setting<String> LOG_FORMAT =
            Definition.choice("logging.format", "json", "text").reserved("Form of log lines.");

    public static final Setting<String> LOG_OUTPUT =
            Definition.choice("logging.output", "stdout", "file").reserved("Where log lines go.");

    public static final Setting<Duration> SHUTDOWN_TIMEOUT = Definition.duration(
                    "performance.graceful_shutdown.timeout")
            .allow(GRACE)
            .defaultsTo(Duration.ofSeconds(30))
            .reserved("How long a stop waits for open requests.");

    public static final Setting<Duration> DRAIN_TIMEOUT = Definition.duration(
                    "performance.graceful_shutdown.drain_timeout")
            .allow(GRACE)
            .defaultsTo(Duration.ofMinutes(1))
            .effect("How long a stop waits for what is in flight with agents.");

    static final List<Setting<?>> ALL = List.of(
            METRICS_ENABLED,
            METRICS_HOST,
            METRICS_PORT,
            HEALTH_ENABLED,
            HEALTH_DETAILED,
            LOG_LEVEL,
            LOG_FORMAT,
            LOG_OUTPUT,
            SHUTDOWN_TIMEOUT,
            DRAIN_TIMEOUT);

    private OperationSettings() {}
}
