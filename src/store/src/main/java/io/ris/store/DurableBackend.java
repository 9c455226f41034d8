package io.ris.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.EmptyIndex;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * The embedded store's engine: answers a write only when it is on disk, as a MongoDB server does with
 * {@code w: "majority"}. A writer that asks for {@code w: 1} does not wait, as there.
 *
 * <p>The background writer of H2 is off: while it runs, its commits return before they are written, and a killed process
 * loses what it had acknowledged.
 */
final class DurableBackend extends H2Backend {

    private static final Set<String> WRITES = Set.of(
            "insert",
            "update",
            "delete",
            "findandmodify",
            "createindexes",
            "create",
            "drop",
            "dropdatabase",
            "dropindexes");

    /** What a MongoDB server says where a document breaks a validator: nothing that a driver tries again by itself. */
    private static final int CANNOT_INSERT = 121;

    private final GroupCommit commits;
    private final Predicate<String> refusesInserts;

    DurableBackend(MVStore store, Predicate<String> refusesInserts) {
        super(store);
        this.refusesInserts = refusesInserts;
        commits = new GroupCommit(() -> {
            store.commit();
            store.sync();
        });
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new Database(name);
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        requireTaken(command, query);
        Document answer = super.handleCommand(channel, database, command, query);
        awaitDurable(command, query);
        return answer;
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        Document query = message.getDocument();
        String command = query.keySet().iterator().next();
        requireTaken(command, query);
        Document answer = super.handleMessage(message);
        awaitDurable(command, query);
        return answer;
    }

    private void requireTaken(String command, Document query) {
        if (command.equals("insert") && refusesInserts.test(String.valueOf(query.get(command)))) {
            throw new MongoServerError(CANNOT_INSERT, "this collection takes no documents for now");
        }
    }

    private void awaitDurable(String command, Document query) {
        if (WRITES.contains(command.toLowerCase(Locale.ROOT)) && !asksForMemoryOnly(query)) {
            commits.await();
        }
    }

    private static boolean asksForMemoryOnly(Document query) {
        return query.get("writeConcern") instanceof Document concern
                && concern.get("w") instanceof Number acknowledgements
                && acknowledgements.intValue() <= 1
                && !Boolean.TRUE.equals(concern.get("j"));
    }

    /** Its maps are those of its superclass, by the same names. */
    private final class Database extends H2Database {

        Database(String name) {
            super(name, getMvStore(), getCursorRegistry());
        }

        /** Others than unique indexes are not kept: who asks for them loses nothing but speed. */
        @Override
        protected Index<Object> openOrCreateSecondaryIndex(
                String collection, String name, List<IndexKey> keys, boolean sparse) {
            return new EmptyIndex<>(name, keys);
        }

        // The superclass calls this while it is constructed: nothing here may use a field of this class.
        @Override
        protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
            String fullName = getFullCollectionNamespace(name);
            return new EmbeddedCollection(
                    this,
                    name,
                    options,
                    getMvStore()
                            .openMap(
                                    "databases." + fullName,
                                    new MVMap.Builder<Object, Document>().valueType(new DocumentType())),
                    getMvStore().openMap("meta." + fullName),
                    cursorRegistry);
        }

        /** The superclass makes the index, over the map that is open by then. */
        @Override
        protected Index<Object> openOrCreateUniqueIndex(
                String collection, String name, List<IndexKey> keys, boolean sparse) {
            getMvStore()
                    .openMap(
                            getFullCollectionNamespace(collection) + "._index_" + name,
                            new MVMap.Builder<KeyValue, Object>().keyType(new IndexKeyType()));
            return super.openOrCreateUniqueIndex(collection, name, keys, sparse);
        }
    }
}
