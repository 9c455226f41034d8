package io.ris.hub.alerts.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.alerts.observing.Finding;
import io.ris.hub.alerts.observing.Subject;
import io.ris.hub.alerts.rules.AgentScope;
import io.ris.hub.alerts.rules.Condition;
import io.ris.hub.alerts.rules.Operator;
import io.ris.hub.alerts.rules.Rule;
import io.ris.hub.alerts.rules.Severity;
import io.ris.hub.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertLifeTest {

    private static final Duration FIRE_AFTER = Duration.ofMinutes(5);
    private static final Duration RESOLVE_AFTER = Duration.ofMinutes(2);
    private static final Subject SUBJECT = Subject.agent("a", "web-1");

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private Rule rule = rule(FIRE_AFTER, RESOLVE_AFTER);
    private @Nullable Alert alert;

    static Rule rule(Duration fireAfter, Duration resolveAfter) {
        return rule(fireAfter, resolveAfter, null);
    }

    static Rule rule(Duration fireAfter, Duration resolveAfter, @Nullable Duration repeatEvery) {
        return new Rule(
                "rule",
                "CPU",
                true,
                new Condition.Metric("cpu_usage", Operator.ABOVE, 80, AgentScope.ALL),
                fireAfter,
                resolveAfter,
                repeatEvery,
                Severity.WARNING,
                Map.of(),
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                1);
    }

    private AlertLife life() {
        return new AlertLife(rule, clock.instant());
    }

    private Step holds(double value) {
        return holds(value, null);
    }

    private Step holds(double value, @Nullable Instant since) {
        return taken(life().holds(new Finding(SUBJECT, value, "text", since), Optional.ofNullable(alert)));
    }

    private Step holdsNot(boolean isKnown) {
        return taken(life().holdsNot(alert, isKnown));
    }

    private Step taken(Step step) {
        switch (step) {
            case Step.None none -> {}
            case Step.Begin begin -> alert = begin.alert();
            case Step.Change change -> alert = change.alert();
            case Step.Forget forget -> alert = null;
        }
        return step;
    }

    private void fire() {
        holds(90);
        clock.pass(FIRE_AFTER);
        holds(90);
        assertThat(alert.state()).isEqualTo(AlertState.FIRING);
    }

    @Test
    void firesOnceItHeldLongEnough() {
        holds(90);
        assertThat(alert.state()).isEqualTo(AlertState.PENDING);
        clock.pass(FIRE_AFTER.minusMillis(1));
        assertThat(holds(90)).isEqualTo(new Step.None());
        clock.pass(Duration.ofMillis(1));
        holds(91);
        assertThat(alert.state()).isEqualTo(AlertState.FIRING);
        assertThat(alert.firedAt()).isEqualTo(clock.instant());
        assertThat(alert.pendingSince()).isEqualTo(clock.instant().minus(FIRE_AFTER));
        assertThat(alert.value()).isEqualTo(91);
    }

    @Test
    void firesAtOnceWhereNothingIsToBeAwaited() {
        rule = rule(Duration.ZERO, Duration.ZERO);
        holds(90);
        assertThat(alert.state()).isEqualTo(AlertState.FIRING);
        holdsNot(true);
        assertThat(alert.state()).isEqualTo(AlertState.RESOLVED);
    }

    @Test
    void countsFromWhenItBeganWhereThatIsKnown() {
        Instant since = clock.instant().minus(FIRE_AFTER);
        holds(1, since);
        assertThat(alert.state()).isEqualTo(AlertState.FIRING);
        assertThat(alert.pendingSince()).isEqualTo(since);
        alert = null;
        holds(1, clock.instant().plusSeconds(10));
        assertThat(alert.pendingSince()).as("not in the future").isEqualTo(clock.instant());
        clock.pass(FIRE_AFTER);
        holds(1, clock.instant().minus(FIRE_AFTER).plusSeconds(10));
        assertThat(alert.state()).as("not expected back before").isEqualTo(AlertState.PENDING);
    }

    @Test
    void aShortPeakIsForgotten() {
        holds(90);
        assertThat(holdsNot(true)).isEqualTo(new Step.Forget());
        clock.pass(FIRE_AFTER);
        holds(90);
        assertThat(alert.state()).as("it begins anew").isEqualTo(AlertState.PENDING);
    }

    @Test
    void isOverOnceItHeldNotLongEnough() {
        fire();
        holdsNot(true);
        assertThat(alert.state()).isEqualTo(AlertState.FIRING);
        assertThat(alert.clearSince()).isEqualTo(clock.instant());
        clock.pass(RESOLVE_AFTER.minusMillis(1));
        assertThat(holdsNot(true)).isEqualTo(new Step.None());
        clock.pass(Duration.ofMillis(1));
        holdsNot(true);
        assertThat(alert.state()).isEqualTo(AlertState.RESOLVED);
        assertThat(alert.resolution()).isEqualTo(Resolution.CONDITION);
        assertThat(alert.resolvedAt()).isEqualTo(clock.instant());
    }

    @Test
    void aShortPauseEndsNothing() {
        fire();
        holdsNot(true);
        clock.pass(RESOLVE_AFTER.minusMillis(1));
        holds(90);
        assertThat(alert.clearSince()).isNull();
        clock.pass(Duration.ofMillis(1));
        holdsNot(true);
        assertThat(alert.state()).isEqualTo(AlertState.FIRING);
    }

    @Test
    void whatSomebodyTookOnStaysSoUntilItIsOver() {
        fire();
        alert = alert.acknowledged(new Handling("anna", clock.instant(), "looking"));
        clock.pass(AlertLife.FIGURE_AGE);
        holds(99);
        assertThat(alert.state()).isEqualTo(AlertState.ACKNOWLEDGED);
        assertThat(alert.acknowledged().by()).isEqualTo("anna");
        holdsNot(true);
        clock.pass(RESOLVE_AFTER);
        holdsNot(true);
        assertThat(alert.state()).isEqualTo(AlertState.RESOLVED);
        assertThat(alert.acknowledged().note()).isEqualTo("looking");
    }

    @Test
    void ofWhomNothingIsKnownTheAlertStaysForAWhile() {
        fire();
        holdsNot(false);
        clock.pass(AlertLife.UNKNOWN.minusMillis(1));
        holdsNot(false);
        assertThat(alert.state()).isEqualTo(AlertState.FIRING);
        clock.pass(Duration.ofMillis(1));
        holdsNot(false);
        assertThat(alert.resolution()).isEqualTo(Resolution.NO_DATA);
    }

    @Test
    void whoComesBackFromNowhereHasTheSameAlert() {
        holds(90);
        String id = alert.id();
        clock.pass(Duration.ofMinutes(1));
        holdsNot(false);
        clock.pass(FIRE_AFTER.minusMinutes(1));
        holds(90);
        assertThat(alert.id()).isEqualTo(id);
        assertThat(alert.state()).isEqualTo(AlertState.FIRING);
    }

    @Test
    void whatSomebodyEndedBeginsAnewOnlyAfterItHeldNot() {
        fire();
        alert = alert.resolved(Resolution.MANUAL, new Handling("anna", clock.instant(), null), clock.instant());
        assertThat(holdsNot(true)).as("it is to be told first").isEqualTo(new Step.None());
        alert = alert.told(alert.told().settled());
        clock.pass(Duration.ofHours(1));
        assertThat(holds(90)).isEqualTo(new Step.None());
        holdsNot(true);
        clock.pass(RESOLVE_AFTER);
        assertThat(holdsNot(true)).isEqualTo(new Step.Forget());
        holds(90);
        assertThat(alert.state()).isEqualTo(AlertState.PENDING);
    }

    @Test
    void aFigureIsNotWrittenWithEachLook() {
        fire();
        assertThat(holds(95)).isEqualTo(new Step.None());
        clock.pass(AlertLife.FIGURE_AGE);
        holds(96);
        assertThat(alert.value()).isEqualTo(96);
        clock.pass(AlertLife.FIGURE_AGE);
        assertThat(holds(96)).as("it is the same").isEqualTo(new Step.None());
    }
}
