package io.ris.hub.audit.chain;

import java.time.Instant;

/**
 * How far a chain had come at a time: all of it up to this link was durable.
 *
 * @param seq number of its last link; numbers begin with 1, so it is also how many there have been
 * @param mac of that link, in hex
 */
public record Checkpoint(Trail trail, String chain, long seq, String mac, Instant at) {

    /** What stands in a file. */
    String line() {
        return trail.name() + " " + chain + " " + seq + " " + mac + " " + at.toEpochMilli();
    }

    /** @throws IllegalArgumentException if it is no such line */
    static Checkpoint parse(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != 5) {
            throw new IllegalArgumentException("a checkpoint has five fields");
        }
        return new Checkpoint(
                Trail.named(fields[0]),
                fields[1],
                Long.parseLong(fields[2]),
                fields[3],
                Instant.ofEpochMilli(Long.parseLong(fields[4])));
    }

    Head head() {
        return new Head(seq, mac);
    }
}
