package io.ris.hub.platform.persistence;

import com.mongodb.client.MongoCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * A page of two collections one after the other: a small one of what is open, which is looked through often, and a large one of
 * what has ended.
 *
 * @param tieBreaker field that orders what is equal by the one that is asked for
 * @param projection fields that are read
 */
public record JoinedPage<T>(String tieBreaker, Bson projection, Function<Document, T> reading) {

    /**
     * What is asked for of one collection.
     *
     * @param filter empty for nothing of it
     */
    public record Part(MongoCollection<Document> collection, Optional<? extends Bson> filter) {

        private long count() {
            return filter.map(collection::countDocuments).orElse(0L);
        }
    }

    /** One page, each collection sorted for itself. */
    public Page<T> of(Part first, Part second, PageRequest request) {
        long before = first.count();
        List<T> items = new ArrayList<>();
        if (request.skip() < before) {
            read(first, request.sort(), request.skip(), request.perPage(), items);
        }
        if (items.size() < request.perPage()) {
            read(second, request.sort(), Math.max(0, request.skip() - before), request.perPage() - items.size(), items);
        }
        return new Page<>(items, before + second.count(), request);
    }

    private void read(Part part, PageRequest.Sort sort, long skip, int limit, List<T> items) {
        int direction = sort.descending() ? -1 : 1;
        part.filter().ifPresent(filter -> part.collection()
                .find(filter)
                .sort(new Document(sort.field(), direction).append(tieBreaker, direction))
                .projection(projection)
                .skip((int) skip)
                .limit(limit)
                .map(reading::apply)
                .into(items));
    }
}
