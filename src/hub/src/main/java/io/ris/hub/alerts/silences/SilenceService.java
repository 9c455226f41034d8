package io.ris.hub.alerts.silences;

import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;

/** The silences of the tenant in scope. Thread-safe. */
@HubService
public class SilenceService {

    private static final int MOST = 200;

    private final SilenceRepository silences;
    private final Clock clock;

    @Inject
    SilenceService(SilenceRepository silences, Clock clock) {
        this.silences = silences;
        this.clock = clock;
    }

    /** @throws HubException.Invalid if a field breaks a rule, or it is one too many */
    public Silence create(SilenceDraft draft, String madeBy) {
        Instant now = clock.instant();
        Silence silence = draft.made(UuidCreator.getTimeOrderedEpoch().toString(), madeBy, now);
        if (silences.countEndingAfter(now) >= MOST) {
            throw HubException.Invalid.rule("ends_at", "is of one too many: there may be " + MOST + " silences");
        }
        silences.insert(silence);
        return silence;
    }

    public Page<Silence> page(PageRequest request) {
        return silences.page(request);
    }

    /** Ends one now; it is kept for a while. */
    public Silence end(String id) {
        Silence silence = silences.find(id)
                .orElseThrow(() -> new HubException.Conflict(ProblemType.NOT_FOUND, "there is no such silence"));
        silences.end(id, clock.instant());
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
