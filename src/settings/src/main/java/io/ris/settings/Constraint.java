package io.ris.settings;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which values of a type a setting takes.
 *
 * @param allowed what is allowed, in words; empty where the type says it all
 */
record Constraint<T>(String allowed, Predicate<T> test) {

    static <T> Constraint<T> none() {
        return new Constraint<>("", value -> true);
    }

    static Constraint<Integer> between(int least, int most) {
        return new Constraint<>(least + " to " + most, value -> value >= least && value <= most);
    }

    static Constraint<Integer> atLeast(int least) {
        return new Constraint<>("at least " + least, value -> value >= least);
    }

    static Constraint<Duration> between(Duration least, Duration most) {
        return new Constraint<>(
                Quantities.inWords(least) + " to " + Quantities.inWords(most),
                value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
    }

    static Constraint<DataSize> between(DataSize least, DataSize most) {
        return new Constraint<>(
                Quantities.inWords(least) + " to " + Quantities.inWords(most),
                value -> value.bytes() >= least.bytes() && value.bytes() <= most.bytes());
    }

    static Constraint<String> matching(String allowed, String regex) {
        return new Constraint<>(allowed, value -> value.matches(regex));
    }

    static Constraint<List<String>> each(String allowed, Predicate<String> item) {
        return new Constraint<>(allowed, items -> items.stream().allMatch(item));
    }
}
