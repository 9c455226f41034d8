package io.ris.hub.alerts.observing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.alerts.rules.Condition.RequestErrorRate;
import io.ris.hub.alerts.rules.Condition.ResponseTime;
import io.ris.hub.platform.cluster.HubNode;
import io.ris.hub.platform.persistence.NativeStore;
import io.ris.hub.platform.web.CountedAnswers;
import io.ris.hub.testing.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestObserverTest {

    private static final Duration TURN = Duration.ofSeconds(10);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final CountedAnswers here = new CountedAnswers();
    private final CountedAnswers elsewhere = new CountedAnswers();
    private NativeStore store;
    private RequestFigures figuresHere;
    private RequestFigures figuresElsewhere;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = new NativeStore(directory);
        RequestFigureRepository repository = new RequestFigureRepository(store.store());
        figuresHere = new RequestFigures(here.meter(), repository, new HubNode(), null, clock);
        figuresElsewhere = new RequestFigures(elsewhere.meter(), repository, new HubNode(), null, clock);
        turn();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void turn() {
        figuresHere.tell();
        figuresElsewhere.tell();
    }

    private List<Finding> errors(double percent) {
        return new RequestObserver(figuresHere)
                .observe(new RequestErrorRate(percent, 20), sight())
                .holding();
    }

    private List<Finding> slow(Duration threshold) {
        return new RequestObserver(figuresHere)
                .observe(new ResponseTime(threshold, 20), sight())
                .holding();
    }

    private TenantSight sight() {
        return new TenantSight(clock.instant(), List::of, List::of);
    }

    @Test
    void addsUpWhatAllNodesAnswered() {
        here.add(10, 200, Duration.ofMillis(5));
        elsewhere.add(9, 503, Duration.ofMillis(5));
        turn();
        assertThat(errors(5)).as("too few").isEmpty();
        elsewhere.add(1, 404, Duration.ofMillis(5));
        turn();
        assertThat(errors(5)).singleElement().satisfies(finding -> {
            assertThat(finding.subject()).isEqualTo(Subject.HUB);
            assertThat(finding.value()).isEqualTo(45);
        });
        assertThat(errors(45)).isEmpty();
    }

    @Test
    void looksBackForMinutesAndNotLonger() {
        here.add(100, 500, Duration.ofSeconds(10));
        turn();
        assertThat(errors(5)).hasSize(1);
        assertThat(slow(Duration.ofSeconds(5))).hasSize(1);
        for (int i = 0; i < 31; i++) {
            clock.pass(TURN);
            turn();
        }
        assertThat(errors(5)).isEmpty();
        assertThat(slow(Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void leavesOutANodeThatIsGone() {
        elsewhere.add(100, 500, Duration.ofMillis(5));
        turn();
        for (int i = 0; i < 5; i++) {
            clock.pass(TURN);
            figuresHere.tell();
        }
        assertThat(errors(5)).isEmpty();
    }

    @Test
    void oneSlowAnswerInAHundredIsNone() {
        here.add(99, 200, Duration.ofMillis(5));
        elsewhere.add(1, 200, Duration.ofSeconds(30));
        turn();
        assertThat(slow(Duration.ofSeconds(5))).isEmpty();
        elsewhere.add(9, 200, Duration.ofSeconds(30));
        turn();
        assertThat(slow(Duration.ofSeconds(5))).hasSize(1);
    }
}
