package io.ris.hub.monitoring.documents;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a JSON value must be. Null stands for an absent value everywhere. */
sealed interface Shape {

    Shape TEXT = new Text();
    Shape TIME = new Time();
    Shape FRACTION = new Fraction();
    Shape SCALAR = new Scalar();
    Shape TEXTS = new Texts();

    /** A string. */
    record Text() implements Shape {}

    /** A string that is an RFC 3339 time. */
    record Time() implements Shape {}

    /** A number without fraction. */
    record Whole(long least, long most) implements Shape {}

    /** Any number. */
    record Fraction() implements Shape {}

    /** A string or a number. */
    record Scalar() implements Shape {}

    /** An object whose values are strings. */
    record Texts() implements Shape {}

    /** An array. */
    record Items(Shape item) implements Shape {}

    /** An object with these fields, and maybe others. */
    record Fields(Map<String, Field> fields, List<Field> inOrder) implements Shape {

        /**
         * The field of a name; null for one that is not known.
         *
         * @param place where it is if the fields come in their order, as they mostly do
         */
        @Nullable
        Field find(String name, int place) {
            if (place < inOrder.size() && inOrder.get(place).name().equals(name)) {
                return inOrder.get(place);
            }
            return fields.get(name);
        }
    }

    /**
     * A field of an object.
     *
     * @param index its place among the fields
     * @param optional whether it may be left out where the object is told
     */
    record Field(String name, int index, Shape shape, boolean optional) {}

    /** The shape of a record's JSON. */
    static Fields of(Class<?> type) {
        SnakeCaseStrategy names = new SnakeCaseStrategy();
        Map<String, Field> fields = new HashMap<>();
        List<Field> inOrder = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = names.translate(component.getName()).intern(); // as the parser's names are
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            Field field = new Field(name, inOrder.size(), ofType(component.getGenericType()), optional);
            fields.put(name, field);
            inOrder.add(field);
        }
        return new Fields(fields, List.copyOf(inOrder));
    }

    private static Shape ofType(Type type) {
        if (type instanceof ParameterizedType container) {
            return container.getRawType() == List.class
                    ? new Items(ofType(container.getActualTypeArguments()[0]))
                    : TEXTS;
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return of(plain);
        }
        return switch (plain.getSimpleName()) {
            case "String" -> TEXT;
            case "Instant" -> TIME;
            case "int" -> new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "long", "Long" -> new Whole(Long.MIN_VALUE, Long.MAX_VALUE);
            case "double" -> FRACTION;
            case "Object" -> SCALAR;
            default -> throw new IllegalStateException("no shape for " + plain);
        };
    }
}
