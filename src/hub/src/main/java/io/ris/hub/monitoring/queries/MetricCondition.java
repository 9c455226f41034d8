package io.ris.hub.monitoring.queries;

import io.ris.hub.monitoring.topology.TopologyNode;
import io.ris.hub.platform.HubException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition on a number that a node shows, such as {@code cpu_usage>50}. A node that does not show it does not fulfil it.
 *
 * @param metric a name of a node's metadata
 */
record MetricCondition(String metric, Comparison comparison, double value) {

    private static final Pattern FORM =
            Pattern.compile("([a-z][a-z0-9_]{0,63})(>=|<=|!=|>|<|=)(-?\\d{1,15}(?:\\.\\d{1,9})?)");

    /** How two numbers are compared. */
    enum Comparison {
        GREATER(">") {
            @Override
            boolean holds(double one, double other) {
                return one > other;
            }
        },
        AT_LEAST(">=") {
            @Override
            boolean holds(double one, double other) {
                return one >= other;
            }
        },
        LESS("<") {
            @Override
            boolean holds(double one, double other) {
                return one < other;
            }
        },
        AT_MOST("<=") {
            @Override
            boolean holds(double one, double other) {
                return one <= other;
            }
        },
        EQUAL("=") {
            @Override
            boolean holds(double one, double other) {
                return Double.compare(one, other) == 0;
            }
        },
        OTHER("!=") {
            @Override
            boolean holds(double one, double other) {
                return Double.compare(one, other) != 0;
            }
        };

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        abstract boolean holds(double one, double other);

        private static Comparison of(String sign) {
            for (Comparison comparison : values()) {
                if (comparison.sign.equals(sign)) {
                    return comparison;
                }
            }
            throw new IllegalStateException("the form lets no other sign through than those: " + sign);
        }
    }

    /** @throws HubException.Invalid if it is none */
    static MetricCondition parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw HubException.Invalid.rule(
                    NodeFilter.METRIC, "must be a name, one of > >= < <= = !=, and a number, such as cpu_usage>50");
        }
        return new MetricCondition(form.group(1), Comparison.of(form.group(2)), Double.parseDouble(form.group(3)));
    }

    boolean holdsFor(TopologyNode node) {
        return node.metadata().get(metric) instanceof Number number && comparison.holds(number.doubleValue(), value);
    }
}
