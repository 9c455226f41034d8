package io.ris.hub.alerts.life;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of an alert is told. It is decided with the step that gives rise to it, in the same write, so that neither a kill nor a step
 * of somebody else comes in between; what was decided and is not stored for every webhook yet is due.
 *
 * @param firing how often that it fires
 * @param lastAt when that was decided last; null for never
 * @param acknowledged whether that somebody has taken it on
 * @param due what is still to be done, in this order: announcements by the ends of their ids, or {@link #END}
 */
public record Telling(int firing, @Nullable Instant lastAt, boolean acknowledged, List<String> due) {

    static final String FIRING = "firing";
    static final String ACKNOWLEDGED = "acknowledged";
    static final String RESOLVED = "resolved";

    /** It is over, which nobody is told who was not told that it fired. */
    static final String END = "end";

    static final Telling NOTHING = new Telling(0, null, false, List.of());

    public Telling {
        due = List.copyOf(due);
    }

    /** That it fires is told, for the first time or again. */
    Telling withFiring(Instant at) {
        return new Telling(firing + 1, at, acknowledged, and(firing == 0 ? FIRING : FIRING + "-" + (firing + 1)));
    }

    /** That somebody has taken it on is told to whoever knows that it fires. */
    Telling withAcknowledged() {
        return firing == 0 || acknowledged ? this : new Telling(firing, lastAt, true, and(ACKNOWLEDGED));
    }

    /** That it is over is told to whoever knows that it fired. */
    Telling withEnd() {
        return new Telling(firing, lastAt, acknowledged, and(firing == 0 ? END : RESOLVED));
    }

    /** All that was due is done. */
    Telling settled() {
        return new Telling(firing, lastAt, acknowledged, List.of());
    }

    private List<String> and(String what) {
        List<String> more = new ArrayList<>(due);
        more.add(what);
        return more;
    }
}
