package io.ris.settings;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with units: {@code 1h30m}, {@code 100MB}. */
final class Quantities {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,12}(ms|s|m|h|d))+");
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})\\s*(B|KB|MB|GB|TB)");
    private static final Pattern BARE = Pattern.compile("-?\\d+(\\.\\d+)?");

    private Quantities() {}

    static Duration duration(String text) throws BadValueException {
        String trimmed = text.strip();
        if (BARE.matcher(trimmed).matches()) {
            throw new BadValueException("'" + trimmed + "' has no unit; write for example " + trimmed.replace("-", "")
                    + "s (units ms, s, m, h, d)");
        }
        if (!DURATION.matcher(trimmed).matches()) {
            throw new BadValueException("'" + trimmed + "' is not a duration such as 500ms, 30s, 10m, 24h, 7d");
        }
        Duration total = Duration.ZERO;
        Matcher parts = PART.matcher(trimmed);
        while (parts.find()) {
            total = total.plus(part(Long.parseLong(parts.group(1)), parts.group(2)));
        }
        return total;
    }

    private static Duration part(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** Units are powers of 1024, in either case. */
    static DataSize size(String text) throws BadValueException {
        String trimmed = text.strip();
        if (BARE.matcher(trimmed).matches()) {
            throw new BadValueException("'" + trimmed + "' has no unit; write for example " + trimmed.replace("-", "")
                    + "MB (units B, KB, MB, GB, TB)");
        }
        Matcher matcher = SIZE.matcher(trimmed.toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new BadValueException("'" + trimmed + "' is not a size such as 512KB, 100MB, 2GB");
        }
        int power = "BKMGT".indexOf(matcher.group(2).charAt(0));
        try {
            return new DataSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power)));
        } catch (ArithmeticException e) {
            throw new BadValueException("'" + trimmed + "' is too large");
        }
    }

    /** The shortest text that {@link #duration} reads back as the same value. */
    static String inWords(Duration duration) {
        if (duration.toMillisPart() != 0) {
            return duration.toMillis() + "ms";
        }
        if (duration.isZero() || duration.toSecondsPart() != 0) {
            return duration.toSeconds() + "s";
        }
        if (duration.toMinutesPart() != 0) {
            return duration.toMinutes() + "m";
        }
        return duration.toHours() % 24 == 0 ? duration.toDays() + "d" : duration.toHours() + "h";
    }

    /** The shortest text that {@link #size} reads back as the same value. */
    static String inWords(DataSize size) {
        long count = size.bytes();
        int power = 0;
        while (power < 4 && count != 0 && count % 1024 == 0) {
            count /= 1024;
            power++;
        }
        return count + (power == 0 ? "B" : "BKMGT".charAt(power) + "B");
    }
}
