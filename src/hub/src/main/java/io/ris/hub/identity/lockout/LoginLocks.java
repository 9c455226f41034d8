package io.ris.hub.identity.lockout;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.crypto.Tokens;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Decides whether an attempt may be made, and counts those that fail: see the package. Thread-safe. */
@HubService
public class LoginLocks {

    private static final Duration KNOWN = Duration.ofDays(30);
    private static final Duration PRUNING = Duration.ofMinutes(1);
    private static final int MAX_COUNTS = 500_000;
    private static final int RETRIES = 20;

    private final FailureRepository counts;
    private final RepeatedWork repeated;
    private final Clock clock;

    @Inject
    LoginLocks(FailureRepository counts, RepeatedWork repeated, Clock clock) {
        this.counts = counts;
        this.repeated = repeated;
        this.clock = clock;
    }

    void begin(@Observes @Priority(StartupOrder.IDENTITY) Startup startup) {
        repeated.every(PRUNING, "forgetting old login failures", this::prune);
    }

    /**
     * Counts an attempt to log in as failed until it is known to have succeeded.
     *
     * @return empty if it may not be made now
     */
    public Optional<Attempt> attempt(String tenant, String account, String address) {
        Map<String, FailureRule> rules = new LinkedHashMap<>();
        String pair = id("pair", tenant, account, address);
        rules.put(pair, FailureRule.PAIR);
        if (!isKnown(pair)) {
            rules.put(id("address", address), FailureRule.ADDRESS);
            rules.put(id("account", tenant, account), FailureRule.ACCOUNT);
        }
        return attempt(rules);
    }

    /**
     * The same for a code of a second factor, whose guesser has the password.
     *
     * @return empty if it may not be tried now
     */
    public Optional<Attempt> attemptCode(String tenant, String userId) {
        return attempt(Map.of(id("code", tenant, userId), FailureRule.CODE));
    }

    /** An attempt that succeeded: it counts no more, and its account is known at its address. */
    public void succeeded(Attempt attempt) {
        Instant now = clock.instant();
        attempt.rules()
                .forEach((id, rule) -> change(id, count -> {
                    boolean starts = rule == FailureRule.PAIR || rule == FailureRule.CODE;
                    Instant known = rule == FailureRule.PAIR ? now.plus(KNOWN) : count.knownUntil();
                    return new FailureCount(
                            id,
                            starts ? 0 : Math.max(0, count.failures() - 1),
                            count.version() + 1,
                            null,
                            known,
                            FailureRule.later(now.plus(rule.memory()), known == null ? now : known));
                }));
    }

    /** An attempt that came to nothing for a reason that is not its sender's: it was none. */
    public void undo(Attempt attempt) {
        attempt.rules()
                .forEach((id, rule) -> change(
                        id,
                        count -> new FailureCount(
                                id,
                                Math.max(0, count.failures() - 1),
                                count.version() + 1,
                                null,
                                count.knownUntil(),
                                count.expiresAt())));
    }

    private Optional<Attempt> attempt(Map<String, FailureRule> rules) {
        Instant now = clock.instant();
        Map<String, FailureCount> found = counts.find(rules.keySet());
        boolean locked = rules.keySet().stream()
                .anyMatch(id -> found.containsKey(id) && found.get(id).at(now).isLocked(now));
        if (locked) {
            return Optional.empty();
        }
        for (Map.Entry<String, FailureRule> rule : rules.entrySet()) {
            if (!charge(rule.getKey(), rule.getValue(), now)) {
                return Optional.empty(); // others were quicker; what is charged already counts as their company
            }
        }
        return Optional.of(new Attempt(rules));
    }

    private boolean charge(String id, FailureRule rule, Instant now) {
        return change(id, count -> count.at(now).isLocked(now) ? count : rule.charged(count.at(now), now));
    }

    /** Changes a count by compare-and-set; false if the change left it as it is, or others were quicker again and again. */
    private boolean change(String id, UnaryOperator<FailureCount> next) {
        for (int i = 0; i < RETRIES; i++) {
            FailureCount present = counts.find(List.of(id)).getOrDefault(id, FailureCount.none(id));
            FailureCount changed = next.apply(present);
            if (changed.equals(present)) {
                return false;
            }
            if (counts.replace(changed, present.version())) {
                return true;
            }
        }
        return false;
    }

    private boolean isKnown(String pair) {
        Instant now = clock.instant();
        return Optional.ofNullable(counts.find(List.of(pair)).get(pair))
                .filter(count -> count.isKnown(now))
                .isPresent();
    }

    private void prune() {
        Instant now = clock.instant();
        counts.prune(now);
        for (Duration ahead = Duration.ofMinutes(10);
                counts.count() > MAX_COUNTS && ahead.compareTo(Duration.ofDays(2)) < 0;
                ahead = ahead.multipliedBy(2)) {
            counts.pruneUnknown(now.plus(ahead));
        }
    }

    /** Of a fixed length, and nothing that a person typed. */
    private static String id(String... parts) {
        return Tokens.hash(String.join("\u0000", parts));
    }

    /** An attempt that may be made; it counts as failed until {@link #succeeded}. */
    public record Attempt(Map<String, FailureRule> rules) {

        public Attempt {
            rules = Map.copyOf(rules);
        }
    }
}
