package io.ris.hub.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ris.hub.platform.HubException;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {

    @Test
    void areKeptAsNameAndValue() {
        assertThat(Labels.toList(Map.of("ris.io/rack", "A 1")))
                .hasValueSatisfying(labels -> assertThat(labels).containsExactly("ris.io/rack=A 1"));
        assertThat(Labels.toList(Map.of("empty", "")))
                .hasValueSatisfying(labels -> assertThat(labels).containsExactly("empty="));
    }

    @Test
    void noneIsNotTheSameAsAnEmptyMap() {
        assertThat(Labels.toList(null)).isEmpty();
        assertThat(Labels.toList(Map.of()))
                .hasValueSatisfying(labels -> assertThat(labels).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "a=b", "a b", "a\n", "\u00e4", "$where", "a\u0000"})
    void refusesANameThatIsNone(String name) {
        refuses(Map.of(name, "value"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=b", "a\nb", "<b>", "\u00e4", "a\"b", "a\u0000"})
    void refusesAValueThatIsNone(String value) {
        refuses(Map.of("name", value));
    }

    @Test
    void refusesNullAsAValue() {
        refuses(Collections.singletonMap("name", null));
    }

    @Test
    void keepsToTheLimits() {
        assertThat(Labels.toList(Map.of("n".repeat(63), "v".repeat(128)))).isPresent();
        refuses(Map.of("n".repeat(64), "v"));
        refuses(Map.of("n", "v".repeat(129)));
        assertThat(Labels.toList(many(64))).isPresent();
        refuses(many(65));
    }

    private static Map<String, String> many(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "n" + i, i -> "v"));
    }

    private static void refuses(Map<String, String> labels) {
        assertThatThrownBy(() -> Labels.toList(labels))
                .isInstanceOfSatisfying(HubException.Invalid.class, fault -> assertThat(fault.errors())
                        .singleElement()
                        .satisfies(error -> assertThat(error.field()).startsWith("labels")));
    }
}
