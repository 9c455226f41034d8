package io.ris.hub.alerts.rules;

import java.util.Optional;
import java.util.stream.Stream;

/** How a figure is compared with a threshold. */
public enum Operator {
    ABOVE(">") {
        @Override
        public boolean holds(double figure, double threshold) {
            return figure > threshold;
        }
    },
    AT_LEAST(">=") {
        @Override
        public boolean holds(double figure, double threshold) {
            return figure >= threshold;
        }
    },
    BELOW("<") {
        @Override
        public boolean holds(double figure, double threshold) {
            return figure < threshold;
        }
    },
    AT_MOST("<=") {
        @Override
        public boolean holds(double figure, double threshold) {
            return figure <= threshold;
        }
    };

    private final String sign;

    Operator(String sign) {
        this.sign = sign;
    }

    /** Whether a figure stands so to a threshold. */
    public abstract boolean holds(double figure, double threshold);

    /** As in JSON. */
    public String sign() {
        return sign;
    }

    /** The operator of a sign, if there is one. */
    public static Optional<Operator> find(String sign) {
        return Stream.of(values())
                .filter(operator -> operator.sign.equals(sign))
                .findFirst();
    }
}
