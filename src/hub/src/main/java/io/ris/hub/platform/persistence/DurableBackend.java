package io.ris.hub.platform.persistence;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.Channel;
import java.util.Locale;
import java.util.Set;
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

    private final GroupCommit commits;

    DurableBackend(MVStore store) {
        super(store);
        commits = new GroupCommit(() -> {
            store.commit();
            store.sync();
        });
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        Document answer = super.handleCommand(channel, database, command, query);
        awaitDurable(command, query);
        return answer;
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        Document answer = super.handleMessage(message);
        Document query = message.getDocument();
        awaitDurable(query.keySet().iterator().next(), query);
        return answer;
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
}
