package io.ris.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A prepared request whose times are set anew before each sending, so that no two reports are the same and none has to be written
 * while something is measured. Not thread-safe: the bytes are its own.
 */
final class StampedRequest {

    private static final byte[] FIELD = "\"timestamp\":\"".getBytes(StandardCharsets.US_ASCII);

    /** A time with as many digits as any: what is prepared must have been written with one of this length. */
    private static final int LENGTH = "2026-11-23T01:06:51.123456789Z".length();

    private static final int FRACTION = LENGTH - 10;
    private static final int DIGITS = 9;

    private final byte[] request;
    private final int[] places;

    /** @param request the bytes, which this may change from now on */
    StampedRequest(byte[] request) {
        this.request = request;
        this.places = places(request);
    }

    private static int[] places(byte[] request) {
        List<Integer> places = new ArrayList<>();
        for (int at = 0; at + FIELD.length + LENGTH < request.length; at++) {
            if (matches(request, at)) {
                places.add(at + FIELD.length);
            }
        }
        if (places.isEmpty()) {
            throw new IllegalArgumentException("a report has a time");
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    private static boolean matches(byte[] request, int at) {
        for (int i = 0; i < FIELD.length; i++) {
            if (request[at + i] != FIELD[i]) {
                return false;
            }
        }
        return request[at + FIELD.length + LENGTH] == '"';
    }

    /** This time, give or take a microsecond, so that it is written with all nine digits of its fraction. */
    static Instant writable(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS).plusNanos(1);
    }

    /** The request as of now; the next call changes what this one returned. */
    byte[] at(Instant time) {
        byte[] stamp = stamp(time);
        for (int place : places) {
            System.arraycopy(stamp, 0, request, place, LENGTH);
        }
        return request;
    }

    private static byte[] stamp(Instant time) {
        Instant second = Instant.ofEpochSecond(time.getEpochSecond(), 1);
        byte[] stamp = second.toString().getBytes(StandardCharsets.US_ASCII);
        int nanos = time.getNano();
        for (int digit = DIGITS - 1; digit >= 0; digit--) {
            stamp[FRACTION + digit] = (byte) ('0' + nanos % 10);
            nanos /= 10;
        }
        return stamp;
    }
}
