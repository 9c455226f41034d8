package io.ris.hub.alerts.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.IndexOptions;
import io.ris.hub.alerts.rules.Condition.Metric;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.persistence.NativeStore;
import io.ris.hub.platform.settings.SettingsChanged;
import io.ris.hub.testing.ManualClock;
import io.ris.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleServiceTest {

    private static final String CPU = "builtin-cpu-usage";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final BuiltInRules builtIn = new BuiltInRules("default", 80, 85, 5, 5000);
    private NativeStore store;
    private RuleService rules;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = new NativeStore(directory);
        rules = new RuleService(new RuleRepository(store.store()), builtIn, clock);
        TenantScope.enter(new TenantCode("default"));
        store.store()
                .ofTenant()
                .commands()
                .getCollection("alert_rules")
                .createIndex(new Document("name", 1), new IndexOptions().unique(true));
    }

    @AfterEach
    void close() {
        TenantScope.leave();
        store.close();
    }

    private static ConditionForm metric(String name, double threshold) {
        return ConditionForm.of(new Metric(name, Operator.ABOVE, threshold, AgentScope.ALL));
    }

    private static RuleDraft draft(@Nullable String name, @Nullable ConditionForm condition, @Nullable Boolean on) {
        return new RuleDraft(name, on, condition, null, null, null, name == null ? null : "critical", null, null);
    }

    private static double threshold(Rule rule) {
        return ((Metric) rule.condition()).threshold();
    }

    @Test
    void everyTenantHasRulesWithTheThresholdsOfTheSettings() {
        assertThat(rules.all()).hasSize(5).allMatch(Rule::enabled).allMatch(Rule::isBuiltIn);
        assertThat(threshold(rules.require(CPU))).isEqualTo(80);
        TenantScope.run(new TenantCode("acme"), () -> assertThat(rules.all())
                .as("without those about the hub")
                .hasSize(3)
                .noneMatch(rule -> rule.condition().isOfThePlatform()));
    }

    @Test
    void thresholdsChangeWithTheSettings() throws Exception {
        builtIn.change(
                new SettingsChanged(Settings.load(Map.of("RIS_MONITORING_ALERTING_THRESHOLDS_CPU_USAGE", "90"))));
        assertThat(threshold(rules.require(CPU))).isEqualTo(90);
    }

    @Test
    void aTenantChangesABuiltInRuleAndTakesThatBack() {
        Rule off = rules.change(CPU, draft(null, metric("cpu_usage", 95), false), "\"0\"");
        assertThat(off.revision()).isEqualTo(1);
        assertThat(rules.require(CPU)).isEqualTo(off);
        assertThat(rules.all()).hasSize(5);
        rules.change(CPU, draft(null, null, true), "\"1\"");
        assertThat(threshold(rules.require(CPU))).isEqualTo(95);
        assertThatExceptionOfType(HubException.Conflict.class)
                .isThrownBy(() -> rules.change(CPU, draft(null, null, false), "\"1\""));

        rules.delete(CPU, null);
        assertThat(threshold(rules.require(CPU))).isEqualTo(80);
        rules.delete(CPU, null);
        assertThat(rules.all()).hasSize(5);
    }

    @Test
    void aBuiltInRuleKeepsItsKind() {
        assertThatExceptionOfType(HubException.Invalid.class)
                .isThrownBy(() -> rules.change(
                        CPU, draft(null, ConditionForm.of(new Condition.NoData(AgentScope.ALL)), null), null))
                .withMessageContaining("condition.type");
    }

    @Test
    void keepsWhatItWasGiven() {
        RuleDraft draft = new RuleDraft(
                "Load",
                null,
                metric("load1", 8),
                Duration.ofSeconds(30),
                Duration.ofMinutes(1),
                Duration.ofHours(4),
                "info",
                Map.of("team", "storage"),
                Map.of("runbook.url", "https://wiki.example.org/load"));
        Rule made = rules.create(draft);
        assertThat(rules.require(made.id())).isEqualTo(made);
        assertThat(made.annotations()).containsEntry("runbook.url", "https://wiki.example.org/load");
        Rule once = rules.change(
                made.id(), new RuleDraft(null, null, null, null, null, Duration.ZERO, null, null, null), null);
        assertThat(once.repeatEvery()).isNull();
        assertThat(once.labels()).isEqualTo(made.labels());
        rules.delete(made.id(), null);
        assertThatExceptionOfType(HubException.Conflict.class).isThrownBy(() -> rules.require(made.id()));
    }

    @Test
    void refusesANameThatIsTaken() {
        rules.create(draft("Load", metric("load1", 8), null));
        Rule other = rules.create(draft("Load 5", metric("load5", 8), null));
        assertThatExceptionOfType(HubException.Conflict.class)
                .isThrownBy(() -> rules.create(draft("Load", metric("load15", 8), null)));
        assertThatExceptionOfType(HubException.Conflict.class)
                .isThrownBy(() -> rules.change(other.id(), draft("Load", null, null), null));
    }

    @Test
    void refusesTheNameOfARuleThatComesWithTheHub() {
        ConditionForm load = metric("load1", 8);
        String name = rules.require(CPU).name();
        assertThatExceptionOfType(HubException.Conflict.class)
                .isThrownBy(() -> rules.create(draft(name, load, null)))
                .satisfies(fault -> assertThat(fault.type()).isEqualTo(ProblemType.CONFLICT));
        assertThatExceptionOfType(HubException.Conflict.class)
                .isThrownBy(() -> rules.change("builtin-client-offline", draft(name, null, null), null))
                .satisfies(fault -> assertThat(fault.type()).isEqualTo(ProblemType.CONFLICT));
        rules.change(CPU, draft("CPU", null, null), null);
        Rule own = rules.create(draft(name, load, null));
        rules.delete(CPU, null);
        assertThat(rules.change(own.id(), draft(null, null, false), null).enabled())
                .as("its name was free when it was made")
                .isFalse();
        assertThatExceptionOfType(HubException.Conflict.class)
                .isThrownBy(() -> rules.change(CPU, draft(null, null, false), null))
                .satisfies(fault -> assertThat(fault.type()).isEqualTo(ProblemType.CONFLICT));
        assertThat(rules.change(CPU, draft("CPU", null, false), null).enabled()).isFalse();
    }

    @Test
    void onlyTheDefaultTenantWatchesTheHub() {
        ConditionForm hub = ConditionForm.of(new Condition.RequestErrorRate(1, 1));
        rules.create(draft("Hub", hub, null));
        TenantScope.run(new TenantCode("acme"), () -> assertThatExceptionOfType(HubException.Invalid.class)
                .isThrownBy(() -> rules.create(draft("Hub", hub, null)))
                .withMessageContaining("condition.type"));
    }

    @Test
    void refusesWhatMakesNoSense() {
        for (String name : List.of(" ", "", " CPU", "CPU ", "C\u0007PU", "two\nlines")) {
            assertThatExceptionOfType(HubException.Invalid.class)
                    .as(name)
                    .isThrownBy(() -> rules.create(draft(name, metric("load1", 1), null)))
                    .withMessageStartingWith("name ");
        }
        Map<String, String> without = new HashMap<>();
        without.put("team", null);
        Map<String, RuleDraft> drafts = Map.of(
                "name", draft(null, metric("load1", 1), null),
                "labels.team", new RuleDraft("a", null, metric("load1", 1), null, null, null, "info", without, null),
                "condition", draft("a", null, null),
                "severity", new RuleDraft("a", null, metric("load1", 1), null, null, null, "terrible", null, null),
                "fire_after",
                        new RuleDraft(
                                "a", null, metric("load1", 1), Duration.ofDays(8), null, null, "info", null, null),
                "resolve_after",
                        new RuleDraft(
                                "a", null, metric("load1", 1), null, Duration.ofMillis(1500), null, "info", null, null),
                "repeat_every",
                        new RuleDraft(
                                "a", null, metric("load1", 1), null, null, Duration.ofSeconds(5), "info", null, null),
                "labels", new RuleDraft("a", null, metric("load1", 1), null, null, null, "info", Map.of("", "x"), null),
                "annotations.summary",
                        new RuleDraft(
                                "a",
                                null,
                                metric("load1", 1),
                                null,
                                null,
                                null,
                                "info",
                                null,
                                Map.of("summary", "x".repeat(1025))));
        drafts.forEach((field, draft) -> assertThatExceptionOfType(HubException.Invalid.class)
                .as(field)
                .isThrownBy(() -> rules.create(draft))
                .satisfies(fault -> assertThat(fault.errors())
                        .extracting(HubException.FieldError::field)
                        .containsExactly(field)));
        assertThat(rules.all()).hasSize(5);
    }
}
