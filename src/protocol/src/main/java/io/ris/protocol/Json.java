package io.ris.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON dialect of the product: snake_case, RFC 3339 times in UTC, durations in seconds, absent rather than null,
 * at most 64 levels deep, no silent coercion between types. The mappers are shared and must not be reconfigured.
 */
public final class Json {

    /** How deep a document may nest. */
    public static final int MAX_DEPTH = 64;

    /** Characters of a field's name. */
    private static final int MAX_NAME = 1024;

    /** Digits and signs of a number, which take longer to read than they take to write. */
    private static final int MAX_NUMBER = 100;

    /** Names, values and brackets of a person's request, which become objects of some 100 bytes each. */
    private static final int MAX_TOKENS = 100_000;

    private static final ObjectMapper STRICT = build(true);
    private static final ObjectMapper LENIENT = build(false);

    private Json() {}

    /** Refuses unknown fields: for people's requests, in which a typo must not pass silently. */
    public static ObjectMapper strict() {
        return STRICT;
    }

    /** Skips unknown fields: for peers of another version. */
    public static ObjectMapper lenient() {
        return LENIENT;
    }

    private static StreamReadConstraints constraints(boolean strict) {
        StreamReadConstraints.Builder constraints =
                StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH);
        return strict
                ? constraints
                        .maxNameLength(MAX_NAME)
                        .maxNumberLength(MAX_NUMBER)
                        .maxTokenCount(MAX_TOKENS)
                        .build()
                : constraints.build();
    }

    private static ObjectMapper build(boolean strict) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(constraints(strict))
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        SimpleModule own = new SimpleModule("ris")
                .addSerializer(Instant.class, new InstantWriter())
                .addDeserializer(Instant.class, new InstantReader())
                .addSerializer(Duration.class, new DurationWriter())
                .addDeserializer(Duration.class, new DurationReader());
        if (strict) {
            own.addDeserializer(Double.class, new NumberReader(Double.class))
                    .addDeserializer(double.class, new NumberReader(double.class));
        }
        return JsonMapper.builder(factory)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, strict)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual, text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .addModule(own)
                .build();
    }

    /** Jackson's own takes texts such as {@code "NaN"}, and what is greater than any number, without being asked to. */
    private static final class NumberReader extends StdDeserializer<Double> {

        private final boolean mayBeNull;

        NumberReader(Class<?> type) {
            super(type);
            mayBeNull = !type.isPrimitive();
        }

        @Override
        public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.currentToken().isNumeric()) {
                return (Double) context.handleUnexpectedToken(Double.class, json);
            }
            double number = json.getDoubleValue();
            return Double.isFinite(number)
                    ? number
                    : (Double) context.handleWeirdNumberValue(Double.class, number, "not a number that can be held");
        }

        @Override
        public @Nullable Double getNullValue(DeserializationContext context) throws JsonMappingException {
            return mayBeNull ? null : context.reportInputMismatch(this, "null is no number");
        }
    }

    private static final class InstantWriter extends StdSerializer<Instant> {
        InstantWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator json, SerializerProvider context) throws IOException {
            json.writeString(value.toString());
        }
    }

    private static final class InstantReader extends StdDeserializer<Instant> {
        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.hasToken(JsonToken.VALUE_STRING)) {
                return (Instant) context.handleUnexpectedToken(Instant.class, json);
            }
            try {
                OffsetDateTime time = OffsetDateTime.parse(json.getText());
                if (time.getYear() < 0 || time.getYear() > 9999) {
                    return (Instant)
                            context.handleWeirdStringValue(Instant.class, json.getText(), "not an RFC 3339 time");
                }
                return time.toInstant();
            } catch (DateTimeParseException e) {
                return (Instant) context.handleWeirdStringValue(Instant.class, json.getText(), "not an RFC 3339 time");
            }
        }
    }

    private static final class DurationWriter extends StdSerializer<Duration> {
        DurationWriter() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration value, JsonGenerator json, SerializerProvider context) throws IOException {
            if (value.equals(Duration.ofSeconds(value.toSeconds()))) {
                json.writeNumber(value.toSeconds());
            } else {
                json.writeNumber(value.toNanos() / 1e9);
            }
        }
    }

    private static final class DurationReader extends StdDeserializer<Duration> {
        DurationReader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.currentToken().isNumeric()) {
                return (Duration) context.handleUnexpectedToken(Duration.class, json);
            }
            double seconds = json.getDoubleValue();
            if (Math.abs(seconds) > 1e9) {
                return (Duration) context.handleWeirdNumberValue(Duration.class, seconds, "not a number of seconds");
            }
            return Duration.ofNanos(Math.round(seconds * 1e9));
        }
    }
}
