package io.ris.bench.probes;

import java.util.random.RandomGenerator;

/** A figure that wanders within bounds, from one look at it to the next. Not thread-safe. */
final class Walk {

    private static final double CENT = 100;

    private final double least;
    private final double most;
    private final double step;
    private double value;

    /** @param step how far it moves at most */
    Walk(double least, double most, double step, RandomGenerator random) {
        this.least = least;
        this.most = most;
        this.step = step;
        this.value = least + random.nextDouble() * (most - least);
    }

    /** Its next value, with two digits after the point. */
    double next(RandomGenerator random) {
        value = Math.clamp(value + (random.nextDouble() * 2 - 1) * step, least, most);
        return cents(value);
    }

    static double cents(double value) {
        return Math.round(value * CENT) / CENT;
    }
}
