package io.ris.hub.alerts.silences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.persistence.NativeStore;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.testing.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SilenceServiceTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private NativeStore store;
    private SilenceService silences;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = new NativeStore(directory);
        silences = new SilenceService(
                new SilenceRepository(store.store()), Set.of("rule", "other", "hub")::contains, clock);
        TenantScope.enter(new TenantCode("default"));
    }

    @AfterEach
    void close() {
        TenantScope.leave();
        store.close();
    }

    private Silence add(@Nullable String rule, @Nullable String agent, @Nullable String selector) {
        return silences.create(
                new SilenceDraft(rule, agent, selector, null, clock.instant().plus(HOUR), null), "anna");
    }

    private boolean covers(String rule, @Nullable String agent) {
        return silences.quiet().covers(rule, agent, id -> Map.of("env", id.equals("a") ? "test" : "prod"));
    }

    @Test
    void holdsForItsTimeAlone() {
        silences.create(
                new SilenceDraft(
                        "rule",
                        null,
                        null,
                        clock.instant().plus(HOUR),
                        clock.instant().plus(HOUR.multipliedBy(2)),
                        null),
                "anna");
        assertThat(covers("rule", "a")).isFalse();
        clock.pass(HOUR);
        assertThat(covers("rule", "a")).isTrue();
        clock.pass(HOUR.minusMillis(1));
        assertThat(covers("rule", "a")).isTrue();
        clock.pass(Duration.ofMillis(1));
        assertThat(covers("rule", "a")).isFalse();
    }

    @Test
    void meansWhatMeetsAllThatIsGiven() {
        add("rule", "a", null);
        assertThat(covers("rule", "a")).isTrue();
        assertThat(covers("rule", "b")).isFalse();
        assertThat(covers("rule", null)).isFalse();
        assertThat(covers("other", "a")).isFalse();
        add(null, null, "env=prod");
        assertThat(covers("other", "b")).isTrue();
        assertThat(covers("other", "a")).isFalse();
        assertThat(covers("other", null)).isFalse();
        add("hub", null, null);
        assertThat(covers("hub", null)).isTrue();
    }

    @Test
    void isEndedByHand() {
        Silence silence = add("rule", null, null);
        clock.pass(Duration.ofMinutes(1));
        Silence ended = silences.end(silence.id());
        assertThat(ended.endsAt()).isEqualTo(clock.instant());
        assertThat(ended.startsAt()).isEqualTo(silence.startsAt());
        assertThat(covers("rule", "a")).isFalse();
        clock.pass(Duration.ofMinutes(1));
        assertThat(silences.end(silence.id()).endsAt()).as("it had ended").isBefore(clock.instant());
        assertThatExceptionOfType(HubException.Conflict.class).isThrownBy(() -> silences.end("unknown"));
        silences.prune(clock.instant());
        assertThat(silences.page(new PageRequest(1, 10, new PageRequest.Sort("ends_at", true)))
                        .items())
                .isEmpty();
    }

    @Test
    void oneThatIsEndedBeforeItBeginsHasNoTime() {
        Instant later = clock.instant().plus(HOUR);
        Silence silence = silences.create(new SilenceDraft("rule", null, null, later, later.plus(HOUR), null), "anna");
        Silence ended = silences.end(silence.id());
        assertThat(ended.startsAt()).isEqualTo(clock.instant());
        assertThat(ended.endsAt()).isEqualTo(clock.instant());
        clock.pass(HOUR);
        assertThat(covers("rule", "a")).isFalse();
    }

    @Test
    void thereAreOnlySoMany() {
        for (int i = 0; i < 200; i++) {
            add("rule", null, null);
        }
        assertThatExceptionOfType(HubException.Invalid.class)
                .isThrownBy(() -> add("rule", null, null))
                .withMessageContaining("200")
                .satisfies(fault -> assertThat(fault.errors()).isEmpty());
    }

    @Test
    void thoseThatEndAtOneMomentAreOnOnePageEach() {
        for (int i = 0; i < 9; i++) {
            add("rule", null, null);
        }
        assertThat(IntStream.rangeClosed(1, 3)
                        .boxed()
                        .flatMap(page ->
                                silences
                                        .page(new PageRequest(page, 3, new PageRequest.Sort("ends_at", true)))
                                        .items()
                                        .stream())
                        .map(Silence::id))
                .isSortedAccordingTo(Comparator.reverseOrder())
                .doesNotHaveDuplicates();
    }

    @Test
    void refusesWhatMakesNoSense() {
        Instant now = clock.instant();
        Map<SilenceDraft, String> drafts = Map.of(
                new SilenceDraft(null, null, null, null, now.plus(HOUR), null), "rule_id",
                new SilenceDraft("gone", null, null, null, now.plus(HOUR), null), "rule_id",
                new SilenceDraft("rule", null, null, null, null, null), "ends_at",
                new SilenceDraft("rule", null, null, null, now, null), "ends_at",
                new SilenceDraft("rule", null, null, now.plus(HOUR), now.plus(HOUR), null), "ends_at",
                new SilenceDraft("rule", null, null, null, now.plus(Duration.ofDays(366)), null), "ends_at",
                new SilenceDraft(null, null, "env in (", null, now.plus(HOUR), null), "selector");
        drafts.forEach((draft, field) -> assertThatExceptionOfType(HubException.Invalid.class)
                .as(draft.toString())
                .isThrownBy(() -> silences.create(draft, "anna"))
                .satisfies(fault -> assertThat(fault.errors())
                        .extracting(HubException.FieldError::field)
                        .containsExactly(field)));
    }
}
