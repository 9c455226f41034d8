package io.ris.hub.monitoring;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as programs in Go write them: {@code 90s}, {@code 1h30m}, {@code 1.5h} (Go's {@code time.ParseDuration}). */
public final class GoDuration {

    private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Pattern WHOLE = Pattern.compile("[+-]?(0|((\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h))+)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    private static final int MAX_LENGTH = 64;

    private GoDuration() {}

    /** The duration that a text is, if it is one. */
    public static Optional<Duration> parse(String text) {
        if (text.length() > MAX_LENGTH || !WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            nanos = nanos.add(
                    new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOS.getOrDefault(part.group(2), 0L))));
        }
        BigDecimal whole = nanos.setScale(0, RoundingMode.DOWN);
        if (whole.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(text.startsWith("-") ? -whole.longValueExact() : whole.longValueExact()));
    }

    /** A duration as Go writes it, such as {@code 1h0m0s}, {@code 15s}, {@code 1m30.5s}. */
    public static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        Duration length = duration.abs();
        String sign = duration.isNegative() ? "-" : "";
        if (length.compareTo(Duration.ofSeconds(1)) < 0) {
            return sign + belowASecond(length.toNanos());
        }
        BigDecimal seconds = BigDecimal.valueOf(length.toSecondsPart())
                .add(BigDecimal.valueOf(length.toNanosPart(), 9))
                .stripTrailingZeros();
        String text = seconds.toPlainString() + "s";
        if (length.toMinutes() > 0) {
            text = length.toMinutesPart() + "m" + text;
        }
        return sign + (length.toHours() > 0 ? length.toHours() + "h" + text : text);
    }

    private static String belowASecond(long nanos) {
        if (nanos < 1_000) {
            return nanos + "ns";
        }
        boolean isMicros = nanos < 1_000_000;
        BigDecimal value = BigDecimal.valueOf(nanos, isMicros ? 3 : 6).stripTrailingZeros();
        return value.toPlainString() + (isMicros ? "µs" : "ms");
    }
}
