package io.ris.hub.monitoring.timeseries;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the points of one agent are. Guarded by itself: whoever calls holds its monitor. */
final class AgentSeries {

    /** What a point costs in memory: the record, its place in the queue. */
    static final long BYTES_OF_A_POINT = 40;

    /** After so many points one is compressed by itself, so that a damaged one takes few with it. */
    private static final int POINTS_OF_A_BASE = 40;

    private final Deque<Sealed> points = new ArrayDeque<>();
    private @Nullable Unsealed unsealed;
    private @Nullable Base base;
    private long version;
    private boolean gone;

    /** @param version no report that the agent sent before has this one or a greater one */
    AgentSeries(long version) {
        this.version = version;
    }

    /** A point in a segment. */
    record Sealed(long receivedAt, Segment segment, long offset) {}

    /** The latest report, in the journal. */
    record Unsealed(long receivedAt, Journal.Place place, int length) {}

    /** The point against which the next ones are compressed. */
    record Base(Segment segment, long offset, int followers) {}

    /** The latest report; null where it is in a segment already. */
    @Nullable
    Unsealed unsealed() {
        return unsealed;
    }

    void report(Unsealed latest) {
        unsealed = latest;
        version++;
    }

    /** The same report is elsewhere now. */
    void moved(Unsealed latest) {
        unsealed = latest;
    }

    void sealed(Sealed point) {
        points.add(point);
        unsealed = null;
    }

    /** A point was found in a file. */
    void found(Sealed point) {
        points.add(point);
        version++;
    }

    /** What the next point of a segment is compressed against; null where it is by itself. */
    @Nullable
    Base base(Segment segment) {
        return base != null && base.segment() == segment && base.followers() < POINTS_OF_A_BASE ? base : null;
    }

    void base(Segment segment, long offset) {
        base = new Base(segment, offset, 0);
    }

    void followed() {
        if (base != null) {
            base = new Base(base.segment(), base.offset(), base.followers() + 1);
        }
    }

    /** Grows with each report. */
    long version() {
        return version;
    }

    /** When the latest report came, in milliseconds since the epoch; {@link Long#MIN_VALUE} where there is none. */
    long latestAt() {
        if (unsealed != null) {
            return unsealed.receivedAt();
        }
        Sealed last = points.peekLast();
        return last == null ? Long.MIN_VALUE : last.receivedAt();
    }

    /** The sealed points from a moment on, oldest first. */
    List<Sealed> sealedSince(long millis) {
        List<Sealed> since = new ArrayList<>();
        for (Sealed point : points) {
            if (point.receivedAt() >= millis) {
                since.add(point);
            }
        }
        return since;
    }

    int points() {
        return pointsSince(Long.MIN_VALUE);
    }

    /** How many points there are from a moment on; looks at those only that came before it. */
    int pointsSince(long millis) {
        int before = 0;
        Iterator<Sealed> oldestFirst = points.iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().receivedAt() < millis) {
            before++;
        }
        boolean waits = unsealed != null && unsealed.receivedAt() >= millis;
        return points.size() - before + (waits ? 1 : 0);
    }

    /** Forgets what came before a moment. */
    void forgetBefore(long millis) {
        points.removeIf(point -> point.receivedAt() < millis);
    }

    /**
     * Forgets what came up to a moment, the latest report among it.
     *
     * @return bytes of the latest report, if it is forgotten and was in the journal alone
     */
    int forgetUpTo(long millis) {
        forgetBefore(millis + 1);
        if (unsealed == null || unsealed.receivedAt() > millis) {
            return 0;
        }
        int bytes = unsealed.length();
        unsealed = null;
        return bytes;
    }

    /** Forgets what is in a segment. */
    void forget(Segment segment) {
        points.removeIf(point -> point.segment() == segment);
    }

    /** Nobody reports to it any more: another is made. */
    void leave() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }
}
