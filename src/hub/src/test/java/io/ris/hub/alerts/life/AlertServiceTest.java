package io.ris.hub.alerts.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ris.hub.alerts.observing.Finding;
import io.ris.hub.alerts.observing.Subject;
import io.ris.hub.alerts.rules.Rule;
import io.ris.hub.alerts.rules.Severity;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.announcement.Announcement;
import io.ris.hub.platform.persistence.NativeStore;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.testing.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertServiceTest {

    private static final AlertFilter ANY = new AlertFilter(null, null, null, null);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Rule rule = AlertLifeTest.rule(Duration.ZERO, Duration.ZERO);
    private final Map<String, Announcement> told = new LinkedHashMap<>();
    private boolean isStoreDown;
    private NativeStore store;
    private AlertService alerts;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = new NativeStore(directory);
        alerts = node();
        TenantScope.enter(new TenantCode("default"));
    }

    @AfterEach
    void close() {
        TenantScope.leave();
        store.close();
    }

    /** Another node, or the same one after a restart: it knows what is in the store. */
    private AlertService node() {
        return new AlertService(
                new AlertRepository(store.store()), new AlertTeller(this::announce, clock), new Uncounted(), clock);
    }

    private void announce(Announcement announcement) {
        if (isStoreDown) {
            throw new IllegalStateException("the store is down");
        }
        told.put(announcement.id(), announcement);
    }

    private static final class Uncounted extends AlertMetrics {

        Uncounted() {
            super(null);
        }

        @Override
        void stepped(Alert alert, AlertState before) {}
    }

    private static Finding finding(String agent) {
        return new Finding(Subject.agent(agent, agent), 90, "cpu_usage of " + agent + " is 90", null);
    }

    /** One round that sees the condition hold for some agents. */
    private void round(boolean silenced, Rule looked, String... agents) {
        Map<String, Alert> left = new LinkedHashMap<>();
        alerts.watched().forEach(alert -> left.put(alert.subject().id(), alert));
        for (String agent : agents) {
            alerts.holds(looked, finding(agent), Optional.ofNullable(left.remove(agent)), silenced, clock.instant());
        }
        left.values().forEach(alert -> alerts.holdsNot(looked, alert, true, silenced, clock.instant()));
    }

    private void round(String... agents) {
        round(false, rule, agents);
    }

    private List<Alert> all() {
        return page(ANY);
    }

    private List<Alert> page(AlertFilter filter) {
        return alerts.page(filter, new PageRequest(1, 100, new PageRequest.Sort("pending_since", true)))
                .items();
    }

    private List<String> types() {
        return told.values().stream().map(each -> each.type().wireName()).toList();
    }

    @Test
    void tellsOnceThatItFiresAndOnceThatItIsOver() {
        round("a");
        round("a");
        assertThat(types()).containsExactly("alert.firing");
        Announcement firing = told.values().iterator().next();
        assertThat(firing.data().path("state").asText()).isEqualTo("firing");
        assertThat(firing.data().path("client_id").asText()).isEqualTo("a");
        round();
        round();
        assertThat(types()).containsExactly("alert.firing", "alert.resolved");
        assertThat(all()).singleElement().satisfies(alert -> {
            assertThat(alert.state()).isEqualTo(AlertState.RESOLVED);
            assertThat(alert.resolution()).isEqualTo(Resolution.CONDITION);
        });
        assertThat(alerts.watched()).isEmpty();
    }

    @Test
    void thatItHoldsAgainIsAnotherAlert() {
        round("a");
        round();
        clock.pass(Duration.ofSeconds(1));
        round("a");
        assertThat(all()).extracting(Alert::state).containsExactly(AlertState.FIRING, AlertState.RESOLVED);
        assertThat(all()).extracting(Alert::id).doesNotHaveDuplicates();
        assertThat(types()).containsExactly("alert.firing", "alert.resolved", "alert.firing");
    }

    @Test
    void goesOnAfterARestartAsItWas() {
        round("a");
        Alert before = all().getFirst();
        alerts = node();
        clock.pass(Duration.ofSeconds(10));
        round("a");
        assertThat(all()).containsExactly(before);
        assertThat(types()).containsExactly("alert.firing");
    }

    @Test
    void whatCouldNotBeToldIsToldLater() {
        isStoreDown = true;
        assertThatIllegalStateException().isThrownBy(() -> round("a"));
        assertThat(all()).extracting(Alert::state).containsExactly(AlertState.FIRING);
        isStoreDown = false;
        alerts = node();
        round("a");
        assertThat(types()).containsExactly("alert.firing");

        isStoreDown = true;
        assertThatIllegalStateException().isThrownBy(this::round);
        isStoreDown = false;
        alerts = node();
        round();
        assertThat(types()).containsExactly("alert.firing", "alert.resolved");
        assertThat(alerts.watched()).isEmpty();
    }

    @Test
    void twoNodesThatLookAtOnceRaiseOneAlert() {
        AlertService other = node();
        alerts.holds(rule, finding("a"), Optional.empty(), false, clock.instant());
        other.holds(rule, finding("a"), Optional.empty(), false, clock.instant());
        assertThat(all()).hasSize(1);
        assertThat(told).hasSize(1);
    }

    @Test
    void whoEndsAnAlertBeforeItWasToldEndsItForThoseWhoAreToldNow() {
        isStoreDown = true;
        assertThatIllegalStateException().isThrownBy(() -> round("a"));
        String id = all().getFirst().id();
        isStoreDown = false;
        alerts.resolve(id, "anna", null);
        assertThat(types()).containsExactly("alert.firing", "alert.resolved");
        round("a");
        assertThat(told).hasSize(2);
    }

    @Test
    void nothingIsToldWhileItIsSilenced() {
        round(true, rule, "a", "b");
        assertThat(all()).hasSize(2);
        assertThat(told).isEmpty();
        round(true, rule, "a");
        assertThat(told).as("b was never told").isEmpty();
        round("a");
        assertThat(types()).containsExactly("alert.firing");
        round(true, rule);
        assertThat(types()).as("who knows that it fires learns that it is over").endsWith("alert.resolved");
    }

    @Test
    void isToldAgainUntilSomebodyTakesItOn() {
        Duration hour = Duration.ofHours(1);
        Rule hourly = AlertLifeTest.rule(Duration.ZERO, Duration.ZERO, hour);
        round(false, hourly, "a");
        clock.pass(hour.minusMillis(1));
        round(false, hourly, "a");
        assertThat(told).hasSize(1);
        clock.pass(Duration.ofMillis(1));
        round(false, hourly, "a");
        assertThat(told).hasSize(2);
        alerts.acknowledge(all().getFirst().id(), "anna", "looking");
        clock.pass(hour);
        round(false, hourly, "a");
        assertThat(types()).containsExactly("alert.firing", "alert.firing", "alert.acknowledged");
    }

    @Test
    void isTakenOnOnce() {
        round("a");
        String id = all().getFirst().id();
        Alert taken = alerts.acknowledge(id, "anna", "looking");
        assertThat(taken.acknowledged()).isEqualTo(new Handling("anna", clock.instant(), "looking"));
        assertThatExceptionOfType(HubException.Conflict.class).isThrownBy(() -> alerts.acknowledge(id, "ben", null));
        assertThat(alerts.require(id).acknowledged().by()).isEqualTo("anna");
        round("a");
        round();
        assertThat(alerts.require(id).state()).isEqualTo(AlertState.RESOLVED);
        assertThatExceptionOfType(HubException.Conflict.class).isThrownBy(() -> alerts.acknowledge(id, "ben", null));
        assertThatExceptionOfType(HubException.Conflict.class).isThrownBy(() -> alerts.resolve(id, "ben", null));
    }

    @Test
    void whatSomebodyEndedIsNotRaisedAgainWhileItHolds() {
        round("a");
        String id = all().getFirst().id();
        Alert resolved = alerts.resolve(id, "anna", "replaced the fan");
        assertThat(resolved.resolvedBy().note()).isEqualTo("replaced the fan");
        assertThat(types()).containsExactly("alert.firing", "alert.resolved");
        round("a");
        assertThat(all()).extracting(Alert::id).containsExactly(id);
        assertThat(page(new AlertFilter(AlertState.FIRING, null, null, null))).isEmpty();
        round();
        round("a");
        assertThat(all()).hasSize(2);
        assertThat(types()).endsWith("alert.firing");
    }

    @Test
    void endsWithItsRule() {
        round("a", "b");
        alerts.resolve(all().getFirst().id(), "anna", null);
        alerts.watched().forEach(alerts::ruleGone);
        assertThat(alerts.watched()).isEmpty();
        assertThat(all())
                .extracting(Alert::resolution)
                .containsExactlyInAnyOrder(Resolution.RULE_GONE, Resolution.MANUAL);
        assertThat(types()).containsExactly("alert.firing", "alert.firing", "alert.resolved", "alert.resolved");
    }

    @Test
    void findsWhatIsAskedFor() {
        round("a", "b");
        round("a");
        assertThat(page(new AlertFilter(AlertState.FIRING, null, null, null))).hasSize(1);
        assertThat(page(new AlertFilter(AlertState.RESOLVED, null, null, null))).hasSize(1);
        assertThat(page(new AlertFilter(AlertState.PENDING, null, null, null))).isEmpty();
        assertThat(page(new AlertFilter(null, Severity.WARNING, "rule", null))).hasSize(2);
        assertThat(page(new AlertFilter(null, Severity.CRITICAL, null, null))).isEmpty();
        assertThat(page(new AlertFilter(null, null, "other", null))).isEmpty();
        assertThat(page(new AlertFilter(null, null, null, "b")))
                .singleElement()
                .satisfies(alert -> assertThat(alert.state()).isEqualTo(AlertState.RESOLVED));
    }

    @Test
    void forgetsWhatIsLongOver() {
        round("a", "b");
        round("b");
        alerts.prune(clock.instant());
        assertThat(all()).hasSize(2);
        alerts.prune(clock.instant().plusMillis(1));
        assertThat(all()).extracting(alert -> alert.subject().id()).containsExactly("b");
    }
}
