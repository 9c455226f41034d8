package io.ris.hub.platform.persistence;

import java.util.List;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param items what is on the page
 * @param total how many there are in all
 * @param request which part it is
 */
public record Page<T>(List<T> items, long total, PageRequest request) {

    public Page {
        items = List.copyOf(items);
    }

    /** The same page of something made from each item. */
    public <R> Page<R> map(Function<T, R> view) {
        return new Page<>(items.stream().map(view).toList(), total, request);
    }
}
