package io.ris.cli.tasks;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 90}, {@code 90s}, {@code 5m}, {@code 1h30m}, {@code 7d}. */
final class TaskDuration implements ITypeConverter<Duration> {

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,3})?");
    private static final Pattern UNITS =
            Pattern.compile("(\\d{1,6}d)?((\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}(\\.\\d{1,3})?s)?)");

    @Override
    public Duration convert(String text) {
        if (SECONDS.matcher(text).matches()) {
            return Duration.ofMillis(new BigDecimal(text).movePointRight(3).longValue());
        }
        Matcher units = UNITS.matcher(text);
        if (text.isEmpty() || !units.matches()) {
            throw new TypeConversionException("'" + text + "' is not a duration such as 90, 90s, 5m, 1h30m");
        }
        String days = units.group(1) == null ? "" : units.group(1);
        String rest = units.group(2).isEmpty() ? "" : "T" + units.group(2);
        return Duration.parse(("P" + days + rest).toUpperCase(Locale.ROOT));
    }
}
