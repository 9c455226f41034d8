package io.ris.hub.alerts.silences;

import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.alerts.rules.RuleService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** The silences of the tenant in scope. Thread-safe. */
@HubService
public class SilenceService {

    private static final int MOST = 200;

    private final SilenceRepository silences;
    private final Predicate<String> isRule;
    private final Clock clock;

    @Inject
    SilenceService(SilenceRepository silences, RuleService rules, Clock clock) {
        this(silences, id -> rules.find(id).isPresent(), clock);
    }

    SilenceService(SilenceRepository silences, Predicate<String> isRule, Clock clock) {
        this.silences = silences;
        this.isRule = isRule;
        this.clock = clock;
    }

    /** @throws HubException.Invalid if a field breaks a rule, or it is one too many */
    public Silence create(SilenceDraft draft, String madeBy) {
        Instant now = clock.instant();
        Silence silence = draft.made(UuidCreator.getTimeOrderedEpoch().toString(), madeBy, now);
        if (silence.ruleId() != null && !isRule.test(silence.ruleId())) {
            throw HubException.Invalid.rule("rule_id", "is the id of no rule");
        }
        if (silences.countEndingAfter(now) >= MOST) {
            throw new HubException.Invalid(
                    ProblemType.RULE_BROKEN,
                    "the silence is one too many: there may be " + MOST + " that are not over",
                    List.of());
        }
        silences.insert(silence);
        return silence;
    }

    public Page<Silence> page(PageRequest request) {
        return silences.page(request);
    }

    /** Ends one now, or before it begins; it is kept for a while. */
    public Silence end(String id) {
        Silence silence = silences.find(id)
                .orElseThrow(() -> new HubException.Conflict(ProblemType.NOT_FOUND, "there is no such silence"));
        Instant now = clock.instant();
        silences.end(id, silence.startsAt().isAfter(now) ? now : silence.startsAt(), now);
        return silences.find(id).orElse(silence);
    }

    /** What is not to be told now. */
    public Quiet quiet() {
        return new Quiet(silences.holdingAt(clock.instant()));
    }

    /** Removes what ended before a time. */
    public void prune(Instant before) {
        silences.prune(before);
    }
}
