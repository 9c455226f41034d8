package io.ris.hub.monitoring.documents;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.BitSet;

/**
 * Writes a sound document again: the fields that are known, with their values as they were sent, and with the zero of its type for
 * one that was left out and must not be. Thread-safe.
 */
final class Retelling {

    private final Shape.Fields shape;

    Retelling(Shape.Fields shape) {
        this.shape = shape;
    }

    void write(byte[] document, JsonGenerator out) throws IOException {
        try (JsonParser json = ShapeCheck.JSON.createParser(document)) {
            json.nextToken();
            fields(json, shape, out);
        }
    }

    private static void fields(JsonParser json, Shape.Fields known, JsonGenerator out) throws IOException {
        BitSet told = new BitSet(known.inOrder().size());
        out.writeStartObject();
        int place = 0;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            Shape.Field field = known.find(name, place);
            JsonToken value = json.nextToken();
            place = field == null ? place : field.index() + 1;
            if (field == null || value == JsonToken.VALUE_NULL || told.get(field.index())) {
                json.skipChildren();
            } else {
                told.set(field.index());
                out.writeFieldName(name);
                value(json, field.shape(), out);
            }
        }
        for (Shape.Field field : known.inOrder()) {
            if (!field.optional() && !told.get(field.index())) {
                out.writeFieldName(field.name());
                zero(field.shape(), out);
            }
        }
        out.writeEndObject();
    }

    private static void value(JsonParser json, Shape shape, JsonGenerator out) throws IOException {
        switch (shape) {
            case Shape.Text text -> out.writeString(json.getText());
            case Shape.Time time -> out.writeString(json.getText());
            case Shape.Whole whole -> out.writeNumber(json.getLongValue());
            case Shape.Fraction fraction -> number(json, out);
            case Shape.Scalar scalar -> scalar(json, out);
            case Shape.Texts texts -> texts(json, out);
            case Shape.Items items -> items(json, items.item(), out);
            case Shape.Fields fields -> fields(json, fields, out);
        }
    }

    private static void scalar(JsonParser json, JsonGenerator out) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            out.writeString(json.getText());
        } else {
            number(json, out);
        }
    }

    /** Digit by digit as it was sent: 25.50 is not made 25.5, nor 7 made 7.0. */
    private static void number(JsonParser json, JsonGenerator out) throws IOException {
        out.writeNumber(json.getText());
    }

    private static void texts(JsonParser json, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            out.writeFieldName(name);
            out.writeString(json.nextToken() == JsonToken.VALUE_NULL ? "" : json.getText());
        }
        out.writeEndObject();
    }

    private static void items(JsonParser json, Shape item, JsonGenerator out) throws IOException {
        out.writeStartArray();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_NULL) {
                value(json, item, out);
            }
        }
        out.writeEndArray();
    }

    private static void zero(Shape shape, JsonGenerator out) throws IOException {
        switch (shape) {
            case Shape.Text text -> out.writeString("");
            case Shape.Time time -> out.writeString("0001-01-01T00:00:00Z");
            case Shape.Whole whole -> out.writeNumber(0);
            case Shape.Fraction fraction -> out.writeNumber(BigDecimal.ZERO);
            case Shape.Scalar scalar -> out.writeString("");
            case Shape.Texts texts -> {
                out.writeStartObject();
                out.writeEndObject();
            }
            case Shape.Items items -> {
                out.writeStartArray();
                out.writeEndArray();
            }
            case Shape.Fields fields -> {
                out.writeStartObject();
                out.writeEndObject();
            }
        }
    }
}
