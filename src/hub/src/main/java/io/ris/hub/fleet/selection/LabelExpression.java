package io.ris.hub.fleet.selection;

import java.util.Map;
import java.util.Set;

/**
 * A condition on labels, such as {@code env in (prod,stage) and not (os=windows or exists gpu)}.
 *
 * <pre>
 * or      = and { "or" and }
 * and     = not { "and" not }
 * not     = "not" not | "(" or ")" | "exists" NAME | NAME ( "=" | "!=" ) VALUE | NAME ( "in" | "notin" ) "(" VALUE { "," VALUE } ")"
 * </pre>
 *
 * An agent without the label has no value: {@code !=} and {@code notin} let it through, as they do in Kubernetes.
 */
public sealed interface LabelExpression {

    /** Whether an agent with these labels is meant. */
    boolean matches(Map<String, String> labels);

    /** @throws LabelSyntaxException saying where it cannot be read */
    static LabelExpression parse(String text) {
        return new LabelParser(text).parse();
    }

    /** Each of these labels has this very value; every agent where there are none. */
    static LabelExpression all(Map<String, String> labels) {
        return labels.entrySet().stream()
                .<LabelExpression>map(label -> new In(label.getKey(), Set.of(label.getValue())))
                .reduce(And::new)
                .orElse(new Any());
    }

    /** Every agent. */
    record Any() implements LabelExpression {

        @Override
        public boolean matches(Map<String, String> labels) {
            return true;
        }
    }

    /** Both. */
    record And(LabelExpression left, LabelExpression right) implements LabelExpression {

        @Override
        public boolean matches(Map<String, String> labels) {
            return left.matches(labels) && right.matches(labels);
        }
    }

    /** Either, or both. */
    record Or(LabelExpression left, LabelExpression right) implements LabelExpression {

        @Override
        public boolean matches(Map<String, String> labels) {
            return left.matches(labels) || right.matches(labels);
        }
    }

    /** The opposite. */
    record Not(LabelExpression inner) implements LabelExpression {

        @Override
        public boolean matches(Map<String, String> labels) {
            return !inner.matches(labels);
        }
    }

    /** The label is there, whatever its value. */
    record Exists(String name) implements LabelExpression {

        @Override
        public boolean matches(Map<String, String> labels) {
            return labels.containsKey(name);
        }
    }

    /** The label is there with one of these values. */
    record In(String name, Set<String> values) implements LabelExpression {

        public In {
            values = Set.copyOf(values);
        }

        @Override
        public boolean matches(Map<String, String> labels) {
            String value = labels.get(name);
            return value != null && values.contains(value);
        }
    }
}
