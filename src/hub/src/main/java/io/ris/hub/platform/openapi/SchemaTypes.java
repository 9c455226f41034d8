package io.ris.hub.platform.openapi;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Discriminator;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/** The Java types behind the schemas; what the scan does not see in them is read here, as the JSON mapper reads it. */
final class SchemaTypes {

    private static final String OURS = "io.ris.";
    private static final String REFERENCE = "#/components/schemas/";
    private static final PropertyNamingStrategies.SnakeCaseStrategy NAMES =
            new PropertyNamingStrategies.SnakeCaseStrategy();

    private final Map<String, Class<?>> taken = new LinkedHashMap<>();
    private final Map<String, Class<?>> answered = new LinkedHashMap<>();

    /** Adds types that a request is read into, and all that they hold. */
    void take(Stream<? extends Type> types) {
        types.forEach(type -> add(type, taken));
    }

    /** Adds types that an answer is written from, and all that they hold. */
    void answer(Stream<? extends Type> types) {
        types.forEach(type -> add(type, answered));
    }

    private static void add(Type type, Map<String, Class<?>> types) {
        if (type instanceof ParameterizedType generic) {
            add(generic.getRawType(), types);
            Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> add(argument, types));
        } else if (type instanceof Class<?> array && array.isArray()) {
            add(array.getComponentType(), types);
        } else if (type instanceof Class<?> plain
                && plain.getName().startsWith(OURS)
                && types.putIfAbsent(plain.getSimpleName(), plain) == null) {
            held(plain).forEach(held -> add(held, types));
        }
    }

    private static Stream<Type> held(Class<?> type) {
        Stream<Type> variants = variants(type).map(JsonSubTypes.Type::value);
        return type.isRecord()
                ? Stream.concat(
                        variants,
                        Arrays.stream(type.getRecordComponents())
                                .flatMap(component ->
                                        Stream.concat(Stream.of(component.getGenericType()), described(component))))
                : variants;
    }

    private static Stream<Type> described(RecordComponent component) {
        return Optional.ofNullable(component
                        .getAccessor()
                        .getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class))
                .stream()
                .map(schema -> schema.implementation());
    }

    private static Stream<JsonSubTypes.Type> variants(Class<?> type) {
        return Optional.ofNullable(type.getAnnotation(JsonSubTypes.class)).stream()
                .flatMap(variants -> Arrays.stream(variants.value()));
    }

    /**
     * Adds to schemas what their types say: which fields of an answer are always there, and the variants of a type.
     *
     * @throws IllegalStateException if a variant has no schema
     */
    void complete(Map<String, Schema> schemas) {
        answered.forEach((name, type) -> {
            Schema schema = schemas.get(name);
            if (schema != null && type.isRecord() && !taken.containsKey(name)) {
                alwaysThere(type)
                        .filter(field -> schema.getProperties() != null
                                && schema.getProperties().containsKey(field))
                        .forEach(schema::addRequired);
            }
        });
        Stream.concat(answered.values().stream(), taken.values().stream())
                .distinct()
                .filter(type -> variants(type).findAny().isPresent())
                .forEach(type -> Optional.ofNullable(schemas.get(type.getSimpleName()))
                        .ifPresent(schema -> vary(schema, type, schemas)));
    }

    private static Stream<String> alwaysThere(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(component -> NAMES.translate(component.getName()));
    }

    private static void vary(Schema schema, Class<?> type, Map<String, Schema> schemas) {
        JsonTypeInfo info = type.getAnnotation(JsonTypeInfo.class);
        boolean named = info != null && info.use() == JsonTypeInfo.Id.NAME;
        schema.setType(null);
        Discriminator discriminator = OASFactory.createDiscriminator().propertyName(named ? info.property() : null);
        variants(type).forEach(variant -> {
            String name = variant.value().getSimpleName();
            Schema one = schemas.get(name);
            if (one == null) {
                throw new IllegalStateException(name + " has no schema: name it in the components of RestApplication");
            }
            schema.addAnyOf(OASFactory.createSchema().ref(REFERENCE + name));
            if (named) {
                discriminator.addMapping(variant.name(), REFERENCE + name);
                one.addProperty(
                        info.property(),
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.STRING)
                                .enumeration(List.of(variant.name())));
                one.addRequired(info.property());
            }
        });
        if (named) {
            schema.setDiscriminator(discriminator);
        }
    }
}
