package io.ris.hub.platform.persistence;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.crypto.Tokens;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.Document;

/**
 * Brings a database to the present structure: runs the numbered scripts of {@code db-scripts/} that it has not seen yet,
 * in order, and records each with its hash. A script holds MongoDB commands, each of which may run twice
 * without harm, so that a start that was cut short is made good by the next.
 */
@HubService
public class Migrations {

    private static final System.Logger LOG = System.getLogger(Migrations.class.getName());

    private final Clock clock;

    @Inject
    public Migrations(Clock clock) {
        this.clock = clock;
    }

    /**
     * Applies what is missing.
     *
     * @param kind the scripts' folder: {@code platform} or {@code tenant}
     * @throws IllegalStateException if an applied script was changed since
     */
    public void apply(String kind, Store.Database database) {
        for (int number = 1; ; number++) {
            String name = String.format(Locale.ROOT, "%04d.json", number);
            Optional<String> script = read("/db-scripts/" + kind + "/" + name);
            if (script.isEmpty()) {
                return;
            }
            apply(name, script.get(), database.commands());
        }
    }

    private void apply(String name, String script, MongoDatabase database) {
        MongoCollection<Document> applied = database.getCollection("migrations");
        String hash = Tokens.hash(script);
        Document before = applied.find(new Document("_id", name)).first();
        if (before == null) {
            run(script, database);
            record(applied, name, hash);
            LOG.log(System.Logger.Level.INFO, "migration {0} applied to {1}", name, database.getName());
        } else if (!hash.equals(before.getString("hash"))) {
            throw new IllegalStateException("ris: migration " + name + " of " + database.getName()
                    + " was changed after it had been applied; write a new one instead");
        }
    }

    private static Optional<String> read(String path) {
        try (InputStream in = Migrations.class.getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String script, MongoDatabase database) {
        for (BsonValue command : BsonDocument.parse(script).getArray("commands")) {
            database.runCommand(command.asDocument());
        }
    }

    private void record(MongoCollection<Document> applied, String name, String hash) {
        try {
            applied.insertOne(
                    new Document("_id", name).append("hash", hash).append("applied_at", Date.from(clock.instant())));
        } catch (MongoWriteException e) {
            // Another node was as quick: the commands may run twice, so both are right.
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
        }
    }
}
