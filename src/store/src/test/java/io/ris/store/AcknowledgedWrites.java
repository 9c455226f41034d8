package io.ris.store;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.bson.Document;

/**
 * A process to be killed: writes to an embedded store without end, and says on its standard output what was acknowledged,
 * one line for each document.
 */
final class AcknowledgedWrites {

    private static final int WRITERS = 4;
    private static final String PADDING = "x".repeat(500);

    private AcknowledgedWrites() {}

    /** @param arguments the store's directory, and a name for this run */
    public static void main(String[] arguments) {
        EmbeddedStore store = EmbeddedStore.open(Path.of(arguments[0]), 0);
        MongoClient client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(store.connectionString()))
                .writeConcern(WriteConcern.MAJORITY)
                .build());
        MongoCollection<Document> documents = client.getDatabase("kill").getCollection("documents");
        PrintStream acknowledged = System.out;
        IntStream.range(0, WRITERS).forEach(writer -> Thread.ofPlatform()
                .start(() -> write(documents, arguments[1] + "-" + writer, acknowledged)));
    }

    private static void write(MongoCollection<Document> documents, String writer, PrintStream acknowledged) {
        for (int i = 0; ; i++) {
            String id = writer + "-" + i;
            documents.insertOne(
                    new Document("_id", id).append("state", "inserted").append("padding", PADDING));
            documents.findOneAndUpdate(eq("_id", id), set("state", "updated"));
            acknowledged.println(id + ";");
            if (acknowledged.checkError()) { // nobody listens any more, so nobody will end this process either
                Runtime.getRuntime().halt(1);
            }
        }
    }
}
