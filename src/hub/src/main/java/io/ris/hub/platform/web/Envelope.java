package io.ris.hub.platform.web;

import io.ris.hub.platform.persistence.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shape of every answer of {@code /platform}, {@code /auth} and {@code /internal} (seed 000).
 *
 * @param success always true; a failure is a {@link Problem}
 * @param data what was asked for
 * @param total size of the whole list; null for a single thing
 * @param page number of this page from 1; null for a single thing
 * @param perPage items on a page; null for a single thing
 */
public record Envelope<T>(
        boolean success,
        T data,
        @Nullable Long total,
        @Nullable Integer page,
        @Nullable Integer perPage) {

    /** The answer about one thing. */
    public static <T> Envelope<T> of(T data) {
        return new Envelope<>(true, data, null, null, null);
    }

    /** The answer that is part of a list. */
    public static <T> Envelope<List<T>> of(Page<T> page) {
        return new Envelope<>(
                true,
                page.items(),
                page.total(),
                page.request().page(),
                page.request().perPage());
    }
}
