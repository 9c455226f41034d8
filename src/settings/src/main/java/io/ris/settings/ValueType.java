package io.ris.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How values of a setting are read and written. Immutable.
 *
 * @param <T> the Java type of the value
 */
public final class ValueType<T> {

    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");
    private static final Pattern LIST_SEPARATOR = Pattern.compile("(?<!\\\\),");

    static final ValueType<String> TEXT = new ValueType<>("text", ValueType::text, Function.identity());
    static final ValueType<Integer> WHOLE_NUMBER =
            new ValueType<>("whole number", ValueType::wholeNumber, String::valueOf);
    static final ValueType<Boolean> FLAG = new ValueType<>("true or false", ValueType::flag, String::valueOf);
    static final ValueType<Duration> DURATION =
            new ValueType<>("duration", raw -> Quantities.duration(text(raw)), Duration::toString);
    static final ValueType<DataSize> SIZE =
            new ValueType<>("size", raw -> Quantities.size(text(raw)), size -> Long.toString(size.bytes()));
    static final ValueType<Path> PATH = new ValueType<>("path", ValueType::path, Path::toString);
    static final ValueType<List<String>> LIST = new ValueType<>("list", ValueType::list, ValueType::joined);
    static final ValueType<RuntimeEnvironment> ENVIRONMENT =
            new ValueType<>("choice", ValueType::environment, RuntimeEnvironment::toString);

    private final String name;
    private final Reader<T> reader;
    private final Function<T, String> writer;

    private ValueType(String name, Reader<T> reader, Function<T, String> writer) {
        this.name = name;
        this.reader = reader;
        this.writer = writer;
    }

    interface Reader<T> {
        T read(RawValue raw) throws BadValueException;
    }

    /** One of the given words, in any case; the result is spelled as given here. */
    static ValueType<String> choice(String... words) {
        return new ValueType<>("choice", raw -> oneOf(List.of(words), text(raw)), Function.identity());
    }

    /** The type's name for people. */
    public String name() {
        return name;
    }

    T read(RawValue raw) throws BadValueException {
        return reader.read(raw);
    }

    /** The value as text that a MicroProfile Config converter of the Java type reads. */
    String write(T value) {
        return writer.apply(value);
    }

    private static String text(RawValue raw) throws BadValueException {
        return switch (raw) {
            case RawValue.Variable variable -> variable.text();
            case RawValue.Text text -> text.text();
            case RawValue.Numeral number ->
                throw new BadValueException(number.digits() + " is a bare number; write it as text in quotes"
                        + ", with its unit where it is a duration or a size");
            case RawValue.Flag flag -> throw unexpected(flag);
            case RawValue.Items items -> throw unexpected(items);
            case RawValue.Section section -> throw unexpected(section);
            case RawValue.Null none -> throw unexpected(none);
        };
    }

    private static Integer wholeNumber(RawValue raw) throws BadValueException {
        String digits =
                switch (raw) {
                    case RawValue.Numeral number -> number.digits();
                    case RawValue.Variable variable -> variable.text();
                    default -> throw unexpected(raw);
                };
        if (!INTEGER.matcher(digits).matches()) {
            throw new BadValueException("'" + digits + "' is not a whole number");
        }
        try {
            return Math.toIntExact(Long.parseLong(digits));
        } catch (ArithmeticException e) {
            throw new BadValueException(digits + " is too large");
        }
    }

    private static Boolean flag(RawValue raw) throws BadValueException {
        return switch (raw) {
            case RawValue.Flag flag -> flag.value();
            case RawValue.Variable variable -> Boolean.valueOf(oneOf(List.of("true", "false"), variable.text()));
            default -> throw unexpected(raw);
        };
    }

    private static Path path(RawValue raw) throws BadValueException {
        String text = text(raw);
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new BadValueException("'" + text + "' is not a path: " + e.getReason());
        }
    }

    private static List<String> list(RawValue raw) throws BadValueException {
        if (raw instanceof RawValue.Variable variable) {
            return splitList(variable.text());
        }
        if (!(raw instanceof RawValue.Items items)) {
            throw unexpected(raw);
        }
        List<String> result = new ArrayList<>();
        for (RawValue item : items.items()) {
            result.add(text(item));
        }
        return List.copyOf(result);
    }

    private static List<String> splitList(String text) {
        return LIST_SEPARATOR
                .splitAsStream(text)
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .map(item -> item.replace("\\,", ","))
                .toList();
    }

    private static String joined(List<String> items) {
        return String.join(
                ",", items.stream().map(item -> item.replace(",", "\\,")).toList());
    }

    private static RuntimeEnvironment environment(RawValue raw) throws BadValueException {
        String word = oneOf(List.of("development", "dev", "staging", "production", "prod"), text(raw));
        return switch (word) {
            case "development", "dev" -> RuntimeEnvironment.DEVELOPMENT;
            case "staging" -> RuntimeEnvironment.STAGING;
            default -> RuntimeEnvironment.PRODUCTION;
        };
    }

    private static String oneOf(List<String> words, String text) throws BadValueException {
        for (String word : words) {
            if (word.toLowerCase(Locale.ROOT).equals(text.strip().toLowerCase(Locale.ROOT))) {
                return word;
            }
        }
        throw new BadValueException("'" + text + "' is not one of " + String.join(", ", words));
    }

    private static BadValueException unexpected(RawValue raw) {
        if (raw instanceof RawValue.Null) {
            return new BadValueException("null is not a value; leave the key out for its default");
        }
        return new BadValueException("has the wrong type: " + raw.kind());
    }
}
