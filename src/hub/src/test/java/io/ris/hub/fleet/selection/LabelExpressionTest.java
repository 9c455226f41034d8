package io.ris.hub.fleet.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelExpressionTest {

    private static final Map<String, String> PROD_LINUX =
            Map.of("env", "prod", "os", "linux", "rack", "a b", "app.example/tier", "web");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env=prod",
                "env = prod",
                "env != stage",
                "gpu != a100",
                "gpu notin (a100, h100)",
                "env in (prod,stage)",
                "exists env",
                "not exists gpu",
                "rack=\"a b\"",
                "app.example/tier=web",
                "env=prod and os=linux",
                "env=stage or os=linux",
                "env=stage and os=windows or env=prod",
                "env=prod or env=stage and os=windows",
                "not env=stage and os=linux",
                "not not env=prod",
                "(env=stage or env=prod) and os=linux",
                "env in (prod,stage) and not (os=windows or exists gpu)",
            })
    void letsThrough(String expression) {
        assertThat(LabelExpression.parse(expression).matches(PROD_LINUX)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env=stage",
                "env=PROD",
                "env!=prod",
                "gpu=a100",
                "gpu in (a100)",
                "env notin (prod,stage)",
                "exists gpu",
                "env=prod and exists gpu",
                "not (env=prod or exists gpu)",
                "(env=stage or env=prod) and os=windows",
                "env=\"prod \"",
            })
    void keepsOut(String expression) {
        assertThat(LabelExpression.parse(expression).matches(PROD_LINUX)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | 1 | the end",
                "env | 4 | =, !=, in or notin",
                "env= | 5 | a value",
                "env=prod os=linux | 10 | \"and\", \"or\" or the end",
                "env in prod | 8 | \"(\"",
                "env in () | 9 | a value",
                "env in (prod stage) | 14 | \")\"",
                "(env=prod | 10 | \")\"",
                "env=prod) | 9 | the end",
                "and env=prod | 1 | the name of a label",
                "env=prod and | 13 | the name of a label",
                "env ~ prod | 5 | an operator",
                "env=\"prod | 5 | a name, a value or an operator",
                "exists | 7 | the name of a label",
                "env={$ne:1} | 5 | a name, a value or an operator",
            })
    void saysWhereItCannotBeRead(String expression, int position, String expected) {
        assertThatExceptionOfType(LabelSyntaxException.class)
                .isThrownBy(() -> LabelExpression.parse(expression))
                .withMessageStartingWith("at position " + position + ":")
                .withMessageContaining(expected);
    }

    @Test
    void boundsHowDeepItIsNested() {
        String deep = "(".repeat(10_000) + "env=prod" + ")".repeat(10_000);

        assertThatExceptionOfType(LabelSyntaxException.class)
                .isThrownBy(() -> LabelExpression.parse(deep))
                .withMessageContaining("nested");
        assertThatExceptionOfType(LabelSyntaxException.class)
                .isThrownBy(() -> LabelExpression.parse("not ".repeat(10_000) + "env=prod"));
    }

    @Test
    void takesLabelsThatMustAllBeThere() {
        assertThat(LabelExpression.all(Map.of("env", "prod", "os", "linux")).matches(PROD_LINUX))
                .isTrue();
        assertThat(LabelExpression.all(Map.of("env", "prod", "os", "windows")).matches(PROD_LINUX))
                .isFalse();
        assertThat(LabelExpression.all(Map.of()).matches(Map.of())).isTrue();
    }
}
