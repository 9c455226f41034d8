package io.ris.settings;

import static io.ris.settings.Constraint.atLeast;
import static io.ris.settings.Constraint.between;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** What is watched without anybody asking for it, how often, and who is told. */
public final class AlertSettings {

    private static final Constraint<Integer> PERCENT = between(0, 100);

    public static final Setting<Boolean> ENABLED = Definition.flag("monitoring.alerting.enabled", true)
            .live()
            .effect("Whether rules raise alerts: those that come with the hub, and tenants' own.");

    public static final Setting<Duration> INTERVAL = Definition.duration("monitoring.alerting.interval")
            .allow(between(Duration.ofSeconds(1), Duration.ofMinutes(10)))
            .defaultsTo(Duration.ofSeconds(10))
            .effect("How often the rules are looked at.");

    public static final Setting<Integer> MAX_ALERTS_PER_RULE = Definition.number(
                    "monitoring.alerting.max_alerts_per_rule")
            .allow(between(1, 10_000))
            .defaultsTo(200)
            .effect("Alerts of a rule at a time; one more stands for all that are beyond.");

    public static final Setting<Duration> RETENTION = Definition.duration("monitoring.alerting.retention")
            .allow(between(Duration.ofMinutes(1), Duration.ofDays(3650)))
            .defaultsTo(Duration.ofDays(30))
            .effect("How long an alert is kept after it was over, and a silence after it ended.");

    public static final Setting<Integer> CPU_USAGE = Definition.number("monitoring.alerting.thresholds.cpu_usage")
            .allow(PERCENT)
            .defaultsTo(80)
            .live()
            .effect("CPU use of a client in percent above which an alert is raised.");

    public static final Setting<Integer> MEMORY_USAGE = Definition.number("monitoring.alerting.thresholds.memory_usage")
            .allow(PERCENT)
            .defaultsTo(85)
            .live()
            .effect("Memory use of a client in percent above which an alert is raised.");

    public static final Setting<Integer> ERROR_RATE = Definition.number("monitoring.alerting.thresholds.error_rate")
            .allow(PERCENT)
            .defaultsTo(5)
            .live()
            .effect("Share of requests in percent that the hub may fail before the default tenant is alerted.");

    public static final Setting<Integer> RESPONSE_TIME = Definition.number(
                    "monitoring.alerting.thresholds.response_time")
            .allow(atLeast(1))
            .defaultsTo(5000)
            .live()
            .effect("Milliseconds within which the hub is to answer 95 of 100 requests; else the default tenant is"
                    + " alerted.");

    public static final Setting<String> WEBHOOK_URL = Definition.text("monitoring.alerting.webhook_url")
            .allow(new Constraint<>("http(s)://HOST...", AlertSettings::isUrl))
            .secret()
            .because("an example's address is nobody's to call")
            .live()
            .effect(
                    "Where the alerts of the default tenant are posted, those about the hub itself among them: its webhook"
                            + " `configured`.");

    public static final Setting<String> WEBHOOK_SECRET = Definition.text("monitoring.alerting.webhook_secret")
            .allow(new Constraint<>("whsec_ and 24 to 64 bytes in base64", AlertSettings::isSecret))
            .secret()
            .live()
            .effect("What signs these posts; where it is not given the hub makes one, which `POST"
                    + " /platform/v1/webhooks/configured/rotate-secret` replaces and tells. The one before goes on"
                    + " signing, too, for a day.");

    static final List<Setting<?>> ALL = List.of(
            ENABLED,
            INTERVAL,
            MAX_ALERTS_PER_RULE,
            RETENTION,
            CPU_USAGE,
            MEMORY_USAGE,
            ERROR_RATE,
            RESPONSE_TIME,
            WEBHOOK_URL,
            WEBHOOK_SECRET);

    private AlertSettings() {}

    private static boolean isUrl(String text) {
        try {
            return text.matches("https?://.*") && new URI(text).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isSecret(String text) {
        try {
            int bytes = Base64.getDecoder().decode(text.replaceFirst("^whsec_", "")).length;
            return text.startsWith("whsec_") && bytes >= 24 && bytes <= 64;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
