package io.ris.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an agent is asked to do; {@code type} in JSON names the variant (seed 000, "Task Types and Schemas"). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CommandSpec.class, name = CommandSpec.TYPE),
    @JsonSubTypes.Type(value = ConnectivityTestSpec.class, name = ConnectivityTestSpec.TYPE),
    @JsonSubTypes.Type(value = DockerSpec.class, name = DockerSpec.TYPE),
    @JsonSubTypes.Type(value = FileSpec.class, name = FileSpec.TYPE),
    @JsonSubTypes.Type(value = HttpRequestSpec.class, name = HttpRequestSpec.TYPE)
})
public sealed interface TaskSpec permits CommandSpec, ConnectivityTestSpec, DockerSpec, FileSpec, HttpRequestSpec {

    /** The names of all variants, in alphabetical order. */
    static Set<String> types() {
        return Stream.of(TaskSpec.class.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The name of the variant in JSON and in an agent's capabilities, such as {@code command}. */
    String type();

    /** How long one attempt may run, in whole seconds; null for the hub's default. */
    @Nullable
    Duration timeout();

    /** Whether running it twice does no harm by its nature; what the submitter says goes first. */
    boolean idempotentByNature();

    /** Texts that must not show in what the task writes or is answered. */
    @JsonIgnore
    default List<String> secretTexts() {
        return List.of();
    }

    /** The same spec with every secret replaced by {@code ***}: the only form that may be shown or logged. */
    TaskSpec masked();
}
