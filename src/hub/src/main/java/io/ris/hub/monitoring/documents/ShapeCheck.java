package io.ris.hub.monitoring.documents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import io.ris.protocol.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through a document once and refuses it where it is not of its shape. Keeps nothing of it. Thread-safe. */
final class ShapeCheck {

    /** Reads what the check finds sound, with the same bounds. */
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Json.MAX_DEPTH)
                    .maxNameLength(1024)
                    .maxNumberLength(100)
                    .build())
            .build();

    /** More than a machine has of anything; what is made of a small document is bounded by it. */
    static final int MAX_ITEMS = 50_000;

    private static final int LEAST_TIME = "0000-01-01T00:00:00Z".length();
    private static final long YEAR_ZERO = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    private static final long YEAR_TEN_THOUSAND =
            Instant.parse("+10000-01-01T00:00:00Z").getEpochSecond();

    private final Shape.Fields shape;

    ShapeCheck(Shape.Fields shape) {
        this.shape = shape;
    }

    /** Told of the texts at the document's top. */
    interface Witness {
        void text(String field, JsonParser value) throws IOException;
    }

    /** @throws HubException.Invalid where it is no JSON document, or a field is of the wrong type: names the field */
    void check(byte[] document, Witness witness) {
        try (JsonParser json = JSON.createParser(document)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw notJson(json, "the body must be a JSON object");
            }
            fields(json, shape, witness);
            if (json.nextToken() != null) {
                throw notJson(json, "the body must be one JSON object");
            }
            if (HalfCharacters.mayBeIn(document)) {
                HalfCharacters.refuse(document);
            }
        } catch (InputCoercionException e) {
            throw HubException.Invalid.malformed(path(e.getProcessor()), "is out of range");
        } catch (StreamReadException e) {
            throw notJson(e.getProcessor(), "the body is not a JSON document");
        } catch (IOException e) { // memory has no faults: bytes that are no UTF-8, a document that goes too deep
            throw new HubException.Invalid(ProblemType.MALFORMED, "the body is not a JSON document", List.of());
        }
    }

    private void fields(JsonParser json, Shape.Fields expected, @Nullable Witness witness) throws IOException {
        int place = 0;
        long seen = 0; // of readers of a field that is there twice one takes the first and another the last
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            Shape.Field field = expected.find(name, place);
            JsonToken value = json.nextToken();
            if (field == null) {
                json.skipChildren();
                continue;
            }
            place = field.index() + 1;
            require(json, (seen & 1L << field.index()) == 0, "is there twice");
            seen |= 1L << field.index();
            if (value != JsonToken.VALUE_NULL) {
                value(json, value, field.shape());
                if (witness != null && value == JsonToken.VALUE_STRING) {
                    witness.text(name, json);
                }
            }
        }
    }

    private void value(JsonParser json, JsonToken value, Shape expected) throws IOException {
        switch (expected) {
            case Shape.Text text -> require(json, value == JsonToken.VALUE_STRING, "must be a string");
            case Shape.Time time -> {
                require(json, value == JsonToken.VALUE_STRING, "must be a time as of RFC 3339");
                require(json, isTime(json.getText()), "must be a time as of RFC 3339");
            }
            case Shape.Whole whole -> {
                require(json, value == JsonToken.VALUE_NUMBER_INT, "must be a whole number");
                long number = json.getLongValue();
                require(json, number >= whole.least() && number <= whole.most(), "is out of range");
            }
            case Shape.Fraction number -> {
                require(json, value.isNumeric(), "must be a number");
                require(
                        json,
                        value == JsonToken.VALUE_NUMBER_INT || Double.isFinite(json.getDoubleValue()),
                        "is out of range");
            }
            case Shape.Scalar scalar ->
                require(json, value == JsonToken.VALUE_STRING || value.isNumeric(), "must be a string or a number");
            case Shape.Texts texts -> texts(json, value);
            case Shape.Items items -> items(json, value, items.item());
            case Shape.Fields fields -> {
                require(json, value == JsonToken.START_OBJECT, "must be an object");
                fields(json, fields, null);
            }
        }
    }

    private static void texts(JsonParser json, JsonToken value) throws IOException {
        require(json, value == JsonToken.START_OBJECT, "must be an object");
        while (json.nextFieldName() != null) {
            JsonToken text = json.nextToken();
            require(json, text == JsonToken.VALUE_STRING || text == JsonToken.VALUE_NULL, "must be a string");
        }
    }

    private void items(JsonParser json, JsonToken value, Shape item) throws IOException {
        require(json, value == JsonToken.START_ARRAY, "must be an array");
        int count = 0;
        for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
            count++;
            require(json, count <= MAX_ITEMS, "is one of more than " + MAX_ITEMS);
            if (next != JsonToken.VALUE_NULL) {
                value(json, next, item);
            }
        }
    }

    /** {@code OffsetDateTime} knows more forms than the RFC, and readers of what we tell do not: no seconds, parts of hours. */
    private static boolean isTime(String text) {
        boolean isFull = text.length() >= LEAST_TIME
                && text.charAt(10) == 'T'
                && text.charAt(16) == ':'
                && (text.endsWith("Z") || "+-".indexOf(text.charAt(text.length() - 6)) >= 0);
        try {
            long second = isFull ? OffsetDateTime.parse(text).toEpochSecond() : Long.MAX_VALUE;
            return second >= YEAR_ZERO && second < YEAR_TEN_THOUSAND;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static void require(JsonParser json, boolean holds, String problem) {
        if (!holds) {
            throw HubException.Invalid.malformed(path(json), problem);
        }
    }

    /** The place of the parser in words such as {@code processes_info.processes[3].pid}. */
    private static String path(JsonParser json) {
        JsonStreamContext first = json.getParsingContext();
        JsonToken token = json.currentToken();
        boolean isOpening = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
        Deque<String> steps = new ArrayDeque<>();
        for (JsonStreamContext at = isOpening ? first.getParent() : first; at != null; at = at.getParent()) {
            if (at.inArray()) {
                steps.push("[" + at.getCurrentIndex() + "]");
            } else if (at.inObject()) {
                steps.push("." + at.getCurrentName());
            }
        }
        String path = String.join("", steps);
        return path.startsWith(".") ? path.substring(1) : path;
    }

    private static HubException.Invalid notJson(JsonParser json, String detail) {
        return new HubException.Invalid(
                ProblemType.MALFORMED,
                detail + ", at line " + json.currentLocation().getLineNr() + ", column "
                        + json.currentLocation().getColumnNr(),
                List.of());
    }
}
