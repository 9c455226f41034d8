package io.ris.hub.platform.persistence;

/**
 * Which part of a list is asked for.
 *
 * @param page 1 for the first
 * @param perPage items on a page, 1 to {@link #MAX_PER_PAGE}
 * @param sort how it is sorted
 */
public record PageRequest(int page, int perPage, Sort sort) {

    public static final int DEFAULT_PER_PAGE = 10;
    public static final int MAX_PER_PAGE = 200;

    /** How many items come before the page. */
    public long skip() {
        return (page - 1L) * perPage;
    }

    /**
     * An order.
     *
     * @param field name of the field in the store
     * @param descending whether the largest comes first
     */
    public record Sort(String field, boolean descending) {}
}
