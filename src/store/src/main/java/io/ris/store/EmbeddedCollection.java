package io.ris.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.QueryParameters;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * A collection that amends four things of the library's own.
 *
 * <p>Readers wait for no writer, and no writer for them: stored documents never change, and who goes through a map sees it as it
 * was. The library has one lock for both, so that a look at all documents held up every write.
 *
 * <p>Stored documents never change: an update works on a copy, which then takes the place of the old one. The library
 * changes the stored object, while replies that are not encoded yet and the commit to disk still read it: two who raised a
 * counter at once were both told the second one's value.
 *
 * <p>An index is used wherever a query names its keys, whatever else it asks. The library uses it for queries that name
 * nothing else, and reads every document for all others, such as a compare-and-set.
 *
 * <p>A range of ids that are texts is read in place, in either order: the library reads every document, and sorts them.
 */
final class EmbeddedCollection extends H2Collection {

    private static final String ID = "_id";
    private static final int BATCH = 64;
    private static final Set<String> BOUNDS = Set.of("$gt", "$gte", "$lt", "$lte");

    private final MVMap<Object, Document> byId;
    private volatile List<Index<Object>> indexes = List.of();

    /** Whether the thread that has the lock looks for documents to change. */
    private boolean changing;

    EmbeddedCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            MVMap<Object, Document> documents,
            MVMap<String, Object> metadata,
            CursorRegistry cursors) {
        super(database, name, options, documents, metadata, cursors);
        byId = documents;
    }

    @Override
    public synchronized Document updateDocuments(
            Document selector,
            Document update,
            ArrayFilters arrayFilters,
            boolean isMulti,
            boolean isUpsert,
            Oplog oplog) {
        changing = true;
        try {
            return super.updateDocuments(selector, update, arrayFilters, isMulti, isUpsert, oplog);
        } finally {
            changing = false;
        }
    }

    @Override
    public synchronized Document findAndModify(Document query) {
        changing = true;
        try {
            return super.findAndModify(query);
        } finally {
            changing = false;
        }
    }

    @Override
    public synchronized void addIndex(Index<Object> index) {
        super.addIndex(index);
        indexes = List.copyOf(getIndexes());
    }

    @Override
    public synchronized void dropIndex(String name) {
        super.dropIndex(name);
        indexes = List.copyOf(getIndexes());
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // which is its purpose
    public QueryResult handleQuery(QueryParameters parameters) {
        Document selector = parameters.getQuerySelector();
        String prefix = selector.containsKey("query") ? "" : "$";
        Document wrapped = (Document) selector.get(prefix + "query");
        MVStore.TxCounter version = byId.getStore().registerVersionUsage();
        try {
            return queryDocuments(
                    wrapped == null ? selector : wrapped,
                    wrapped == null ? null : (Document) selector.get(prefix + "orderby"),
                    parameters.getNumberToSkip(),
                    parameters.getLimit(),
                    parameters.getBatchSize(),
                    parameters.getProjection());
        } finally {
            byId.getStore().deregisterVersionUsage(version);
        }
    }

    @Override
    protected QueryResult queryDocuments(
            Document query, @Nullable Document order, int skip, int limit, int batchSize, @Nullable Document fields) {
        Document conditions = flattened(query);
        for (Index<Object> index : indexes) {
            Document keys = keys(index, conditions);
            if (index.canHandle(keys)) {
                Stream<Document> found = StreamSupport.stream(
                                index.getPositions(keys).spliterator(), false)
                        .map(this::getDocument)
                        .filter(Objects::nonNull); // deleted meanwhile
                return matchDocumentsFromStream(found, conditions, order, skip, limit, batchSize, fields);
            }
        }
        if (conditions.get(ID) instanceof Document bounds
                && isRange(bounds)
                && (order == null || order.keySet().equals(Set.of(ID)))) {
            boolean descending = order != null && order.get(ID) instanceof Number direction && direction.intValue() < 0;
            Stream<Document> inOrder = range(bounds, descending);
            return matchDocumentsFromStream(conditions, inOrder, skip, limit, batchSize, null, fields);
        }
        return matchDocuments(conditions, order, skip, limit, batchSize, fields);
    }

    /**
     * All documents for an aggregation, which the library gives them all before it looks for those that it wants: some at a time, so
     * that they are never in memory together.
     */
    @Override
    public Stream<Document> queryAllAsStream() {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(new All(), Spliterator.ORDERED), false);
    }

    /** Each document once, in the order of the ids; of those that change meanwhile as they were or as they are. */
    private final class All implements Iterator<Document> {

        private final Deque<Document> batch = new ArrayDeque<>();
        private @Nullable Object last;

        @Override
        public boolean hasNext() {
            if (batch.isEmpty()) {
                fetch();
            }
            return !batch.isEmpty();
        }

        @Override
        public Document next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return batch.remove();
        }

        private void fetch() {
            MVStore.TxCounter version = byId.getStore().registerVersionUsage();
            try {
                Cursor<Object, Document> cursor = byId.cursor(last);
                while (cursor.hasNext() && batch.size() < BATCH) {
                    Object id = cursor.next();
                    if (!id.equals(last)) {
                        last = id;
                        batch.add(cursor.getValue());
                    }
                }
            } finally {
                byId.getStore().deregisterVersionUsage(version);
            }
        }
    }

    private static boolean isRange(Document bounds) {
        return !bounds.isEmpty()
                && BOUNDS.containsAll(bounds.keySet())
                && bounds.values().stream().allMatch(String.class::isInstance);
    }

    /** The documents between two ids, and at most those at its ends beside them. */
    private Stream<Document> range(Document bounds, boolean descending) {
        Object least = bounds.getOrDefault("$gte", bounds.get("$gt"));
        Object most = bounds.getOrDefault("$lte", bounds.get("$lt"));
        Cursor<Object, Document> cursor = descending ? byId.cursor(most, least, true) : byId.cursor(least, most, false);
        Iterable<Object> ids = () -> cursor;
        return StreamSupport.stream(ids.spliterator(), false).map(id -> cursor.getValue());
    }

    /** What a query says of an index's keys. */
    private static Document keys(Index<Object> index, Document query) {
        Document keys = new Document();
        for (IndexKey key : index.getKeys()) {
            if (query.containsKey(key.getKey())) {
                keys.put(key.getKey(), query.get(key.getKey()));
            }
        }
        return keys;
    }

    /** The same query without its {@code $and}; as it was where two of its conditions are about one field. */
    private static Document flattened(Document query) {
        if (!(query.get("$and") instanceof Collection<?> conditions)) {
            return query;
        }
        Document flat = query.clone();
        flat.remove("$and");
        for (Object condition : conditions) {
            for (Map.Entry<String, Object> entry :
                    flattened((Document) condition).entrySet()) {
                if (flat.containsKey(entry.getKey())) {
                    return query;
                }
                flat.put(entry.getKey(), entry.getValue());
            }
        }
        return flat;
    }

    /** Where every query ends, those of updates too. */
    @Override
    protected QueryResult matchDocumentsFromStream(
            Document query,
            Stream<Document> documents,
            int skip,
            int limit,
            int batchSize,
            @Nullable Comparator<Document> order,
            @Nullable Document fields) {
        Stream<Document> candidates = Thread.holdsLock(this) && changing
                ? documents
                        .filter(document -> documentMatchesQuery(document, query))
                        .map(Document::cloneDeeply)
                : documents;
        return super.matchDocumentsFromStream(query, candidates, skip, limit, batchSize, order, fields);
    }
}
