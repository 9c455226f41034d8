package io.ris.hub.alerts.observing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.alerts.rules.AgentScope;
import io.ris.hub.alerts.rules.Condition;
import io.ris.hub.alerts.rules.Operator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenantSightTest {

    private static final Subject CLIENT = Subject.agent("a", "web-1");
    private static final Subject CONTAINER = Subject.container("a", "web-1", "c1");
    private static final Subject OTHERS = new Subject(Subject.Kind.OTHERS, "all", "others", null);
    private static final AgentScope B_ALONE = AgentScope.of(List.of("b"), null);
    private static final AgentScope PROD = AgentScope.of(List.of(), "env=prod");

    private final TenantSight sight = new TenantSight(Instant.EPOCH, List::of, List::of);

    private static Condition metric(String name, AgentScope scope) {
        return new Condition.Metric(name, Operator.ABOVE, 80, scope);
    }

    private static Condition failures(boolean perAgent, AgentScope scope) {
        return new Condition.TaskFailures(Duration.ofMinutes(5), 3, null, perAgent, scope);
    }

    @Test
    void aRuleIsAboutTheClientsThatItMeansAlone() {
        assertThat(sight.isAbout(metric("cpu_usage", AgentScope.ALL), CLIENT)).isTrue();
        assertThat(sight.isAbout(metric("cpu_usage", B_ALONE), CLIENT)).isFalse();
        assertThat(sight.isAbout(metric("cpu_usage", PROD), CLIENT))
                .as("it has no labels")
                .isFalse();
        assertThat(sight.isAbout(new Condition.NoData(B_ALONE), CLIENT)).isFalse();
        assertThat(sight.isAbout(new Condition.AgentCondition(Condition.AgentState.OFFLINE, B_ALONE), CLIENT))
                .isFalse();
        assertThat(sight.isAbout(failures(true, B_ALONE), CLIENT)).isFalse();
        assertThat(sight.isAbout(failures(true, AgentScope.ALL), CLIENT)).isTrue();
    }

    @Test
    void aRuleIsAboutOneKindOfThings() {
        assertThat(sight.isAbout(metric("cpu_percent", AgentScope.ALL), CONTAINER))
                .isTrue();
        assertThat(sight.isAbout(metric("cpu_percent", AgentScope.ALL), CLIENT)).isFalse();
        assertThat(sight.isAbout(metric("cpu_usage", AgentScope.ALL), CONTAINER))
                .isFalse();
        assertThat(sight.isAbout(failures(false, AgentScope.ALL), CLIENT)).isFalse();
        assertThat(sight.isAbout(failures(false, PROD), Subject.TASKS)).isTrue();
        assertThat(sight.isAbout(failures(true, AgentScope.ALL), Subject.TASKS)).isFalse();
        assertThat(sight.isAbout(new Condition.RequestErrorRate(5, 20), Subject.HUB))
                .isTrue();
        assertThat(sight.isAbout(new Condition.RequestErrorRate(5, 20), CLIENT)).isFalse();
    }

    @Test
    void tooManyMayBeOfAnyKind() {
        assertThat(sight.isAbout(metric("cpu_usage", B_ALONE), OTHERS)).isTrue();
        assertThat(sight.isAbout(failures(true, PROD), OTHERS)).isTrue();
    }
}
