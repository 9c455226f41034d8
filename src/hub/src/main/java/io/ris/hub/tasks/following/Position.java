package io.ris.hub.tasks.following;

import io.ris.protocol.OutputStreamName;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Up to where somebody has followed a task.
 *
 * @param attempt 0 before the first
 * @param offsets of each stream, in bytes
 */
public record Position(int attempt, Map<OutputStreamName, Long> offsets) {

    private static final Pattern TEXT =
            Pattern.compile("(\\d{1,9})\\.(\\d{1,18})\\.(\\d{1,18})\\.(\\d{1,18})\\.(\\d{1,18})");

    public Position {
        offsets = Map.copyOf(offsets);
    }

    /** The begin of an attempt. */
    public static Position begin(int attempt) {
        return new Position(attempt, Map.of());
    }

    /** Reads what {@link #toString} has written. */
    public static Optional<Position> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<OutputStreamName, Long> offsets = new EnumMap<>(OutputStreamName.class);
        offsets.put(OutputStreamName.STDOUT, Long.parseLong(matcher.group(2)));
        offsets.put(OutputStreamName.STDERR, Long.parseLong(matcher.group(3)));
        offsets.put(OutputStreamName.BODY, Long.parseLong(matcher.group(4)));
        offsets.put(OutputStreamName.CONTENT, Long.parseLong(matcher.group(5)));
        return Optional.of(new Position(Integer.parseInt(matcher.group(1)), offsets));
    }

    /** The next byte of a stream. */
    long of(OutputStreamName stream) {
        return offsets.getOrDefault(stream, 0L);
    }

    /** The same, further on in one stream. */
    Position with(OutputStreamName stream, long offset) {
        Map<OutputStreamName, Long> changed = new EnumMap<>(OutputStreamName.class);
        changed.putAll(offsets);
        changed.put(stream, offset);
        return new Position(attempt, changed);
    }

    @Override
    public String toString() {
        return attempt + "." + of(OutputStreamName.STDOUT) + "." + of(OutputStreamName.STDERR) + "."
                + of(OutputStreamName.BODY) + "." + of(OutputStreamName.CONTENT);
    }
}
