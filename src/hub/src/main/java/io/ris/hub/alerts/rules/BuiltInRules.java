package io.ris.hub.alerts.rules;

import io.ris.hub.alerts.rules.Condition.AgentCondition;
import io.ris.hub.alerts.rules.Condition.AgentState;
import io.ris.hub.alerts.rules.Condition.Metric;
import io.ris.hub.alerts.rules.Condition.RequestErrorRate;
import io.ris.hub.alerts.rules.Condition.ResponseTime;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.settings.SettingsChanged;
import io.ris.settings.AlertSettings;
import io.ris.settings.Settings;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The rules that every tenant has without asking, with the thresholds of the settings; those about the hub itself are the
 * default tenant's. Thread-safe.
 */
@HubService
class BuiltInRules {

    static final String PREFIX = "builtin-";

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(5);
    private static final Duration CALM = Duration.ofMinutes(2);
    private static final int FEWEST_REQUESTS = 20;

    private final TenantCode defaultTenant;
    private volatile Thresholds thresholds;

    private record Thresholds(int cpuUsage, int memoryUsage, int errorRate, int responseTime) {}

    @Inject
    BuiltInRules(
            @ConfigProperty(name = "multi_tenant.default_tenant") String defaultTenant,
            @ConfigProperty(name = "monitoring.alerting.thresholds.cpu_usage") int cpuUsage,
            @ConfigProperty(name = "monitoring.alerting.thresholds.memory_usage") int memoryUsage,
            @ConfigProperty(name = "monitoring.alerting.thresholds.error_rate") int errorRate,
            @ConfigProperty(name = "monitoring.alerting.thresholds.response_time") int responseTime) {
        this.defaultTenant = new TenantCode(defaultTenant);
        this.thresholds = new Thresholds(cpuUsage, memoryUsage, errorRate, responseTime);
    }

    void change(@Observes SettingsChanged changed) {
        Settings settings = changed.settings();
        thresholds = new Thresholds(
                settings.get(AlertSettings.CPU_USAGE),
                settings.get(AlertSettings.MEMORY_USAGE),
                settings.get(AlertSettings.ERROR_RATE),
                settings.get(AlertSettings.RESPONSE_TIME));
    }

    /** Whether the hub itself is a tenant's affair. */
    boolean ownsThePlatform(TenantCode tenant) {
        return tenant.equals(defaultTenant);
    }

    List<Rule> of(TenantCode tenant) {
        Thresholds now = thresholds;
        Stream<Rule> everyones = Stream.of(
                rule("cpu-usage", "CPU use of a client", metric("cpu_usage", now.cpuUsage())),
                rule("memory-usage", "Memory use of a client", metric("memory_usage", now.memoryUsage())),
                rule("client-offline", "A client is offline", new AgentCondition(AgentState.OFFLINE, AgentScope.ALL)));
        Stream<Rule> platforms = Stream.of(
                rule(
                        "request-error-rate",
                        "Requests that the hub fails",
                        new RequestErrorRate(now.errorRate(), FEWEST_REQUESTS)),
                rule(
                        "response-time",
                        "Time that the hub takes to answer",
                        new ResponseTime(Duration.ofMillis(now.responseTime()), FEWEST_REQUESTS)));
        return Stream.concat(everyones, ownsThePlatform(tenant) ? platforms : Stream.empty())
                .toList();
    }

    private static Metric metric(String name, int threshold) {
        return new Metric(name, Operator.ABOVE, threshold, AgentScope.ALL);
    }

    /** What the hub is asked is looked back at for minutes already. */
    private static Rule rule(String id, String name, Condition condition) {
        return new Rule(
                PREFIX + id,
                name,
                true,
                condition,
                condition.isOfThePlatform() ? Duration.ZERO : LONG_ENOUGH,
                CALM,
                null,
                Severity.WARNING,
                Map.of(),
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                0);
    }
}
