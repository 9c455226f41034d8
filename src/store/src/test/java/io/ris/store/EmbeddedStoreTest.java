package io.ris.store;

import static com.mongodb.client.model.Accumulators.sum;
import static com.mongodb.client.model.Aggregates.group;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.mongodb.WriteConcern;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReturnDocument;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreTest {

    private static final int KILLS = 3;
    private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 400;

    @TempDir
    private Path directory;

    @Test
    void keepsWhatWasWrittenAcrossAClose() {
        try (EmbeddedStore store = EmbeddedStore.open(directory, 0);
                MongoClient client = MongoClients.create(store.connectionString())) {
            documents(client).insertOne(new Document("_id", "1").append("n", 7));
        }
        try (EmbeddedStore store = EmbeddedStore.open(directory, 0);
                MongoClient client = MongoClients.create(store.connectionString())) {
            assertThat(documents(client).find(eq("_id", "1")).first()).containsEntry("n", 7);
        }
    }

    @Test
    void keepsWhatWasWrittenAcrossCompaction() {
        try (EmbeddedStore store = EmbeddedStore.open(directory, 0);
                MongoClient client = MongoClients.create(store.connectionString())) {
            for (int i = 0; i < 200; i++) {
                documents(client).insertOne(new Document("_id", i).append("text", "x".repeat(2_000)));
                documents(client).deleteOne(eq("_id", i - 10));
                store.compact();
            }
            assertThat(documents(client).countDocuments()).isEqualTo(10);
        }
    }

    @Test
    void countersThatManyRaiseAtOnceGiveEachANumberOfItsOwn() throws Exception {
        int writers = 8;
        int raises = 100;
        try (EmbeddedStore store = EmbeddedStore.open(directory, 0);
                MongoClient client = MongoClients.create(store.connectionString());
                ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            documents(client).insertOne(new Document("_id", "counter").append("value", 0));

            List<Future<List<Integer>>> raised =
                    threads.invokeAll(Collections.nCopies(writers, () -> IntStream.range(0, raises)
                            .mapToObj(i -> raise(documents(client)))
                            .toList()));

            List<Integer> values = new ArrayList<>();
            for (Future<List<Integer>> one : raised) {
                values.addAll(one.get());
            }
            assertThat(values)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, writers * raises).boxed().toList());
        }
    }

    private static Integer raise(MongoCollection<Document> counters) {
        return Objects.requireNonNull(counters.findOneAndUpdate(
                        eq("_id", "counter"),
                        inc("value", 1),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)))
                .getInteger("value");
    }

    @Test
    void readersSeeADocumentAsItWasBeforeOrAfterAChangeAndNothingBetween() throws Exception {
        List<String> fields = IntStream.range(0, 200).mapToObj(i -> "f" + i).toList();
        try (EmbeddedStore store = EmbeddedStore.open(directory, 0);
                MongoClient client = MongoClients.create(store.connectionString());
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            MongoCollection<Document> documents = documents(client).withWriteConcern(WriteConcern.W1);
            documents.insertOne(versioned(fields, 0).append("_id", "whole"));
            Future<?> writer = threads.submit(() -> IntStream.rangeClosed(1, 3_000)
                    .forEach(version ->
                            documents.updateOne(eq("_id", "whole"), new Document("$set", versioned(fields, version)))));

            while (!writer.isDone()) {
                Document read = Objects.requireNonNull(
                        documents.find(eq("_id", "whole")).first());
                assertThat(fields.stream().map(read::getInteger).distinct()).hasSize(1);
            }
            writer.get();
        }
    }

    @Test
    void readsGoOnWhileOthersWriteDeleteAndIndex() throws Exception {
        int documentsOfAWriter = 200;
        try (EmbeddedStore store = EmbeddedStore.open(directory, 0);
                MongoClient client = MongoClients.create(store.connectionString());
                ExecutorService threads = Executors.newFixedThreadPool(5)) {
            MongoCollection<Document> documents = documents(client).withWriteConcern(WriteConcern.W1);
            documents.insertOne(new Document("_id", "stays").append("n", 0));
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                String prefix = writer + "-";
                writers.add(threads.submit(
                        () -> IntStream.range(0, documentsOfAWriter).forEach(i -> comeAndGo(documents, prefix + i))));
            }
            writers.add(threads.submit(() -> IntStream.range(0, 50)
                    .forEach(i -> documents.createIndex(
                            ascending("key" + i),
                            new IndexOptions().unique(true).sparse(true)))));

            while (!writers.stream().allMatch(Future::isDone)) {
                assertThat(names(documents.find(and(in("_id", "stays", "0-1"), eq("n", 0)))))
                        .contains("stays");
                assertThat(names(documents.find(eq("n", 0)))).contains("stays");
                assertThat(names(documents.find(eq("_id", "stays")))).containsExactly("stays");
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertThat(documents.countDocuments()).isEqualTo(1);
        }
    }

    private static void comeAndGo(MongoCollection<Document> documents, String id) {
        documents.insertOne(new Document("_id", id).append("n", 0));
        assertThat(documents
                        .updateOne(and(eq("_id", id), eq("n", 0)), inc("n", 1))
                        .getModifiedCount())
                .isEqualTo(1);
        assertThat(documents.deleteOne(and(eq("_id", id), eq("n", 1))).getDeletedCount())
                .isEqualTo(1);
    }

    @Test
    void conditionsThatAreJoinedAllHold() {
        try (EmbeddedStore store = EmbeddedStore.open(directory, 0);
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoCollection<Document> documents = documents(client);
            for (int i = 0; i < 10; i++) {
                documents.insertOne(new Document("_id", i).append("even", i % 2 == 0));
            }

            assertThat(ids(documents, and(eq("_id", 4), eq("even", true)))).containsExactly(4);
            assertThat(ids(documents, and(eq("_id", 4), eq("even", false)))).isEmpty();
            assertThat(ids(documents, and(in("_id", 1, 2, 3), and(eq("even", true)))))
                    .containsExactly(2);
            assertThat(ids(documents, and(gt("_id", 5), lt("_id", 8)))).containsExactly(6, 7);
            assertThat(ids(documents, and(eq("_id", 4), or(eq("even", false), gt("_id", 3)))))
                    .containsExactly(4);
            assertThat(documents
                            .updateOne(and(eq("_id", 4), eq("even", false)), set("even", true))
                            .getMatchedCount())
                    .isZero();
            assertThat(documents
                            .deleteMany(and(in("_id", 1, 2), eq("even", true)))
                            .getDeletedCount())
                    .isEqualTo(1);
        }
    }

    @Test
    void rangesOfIdsAreInOrderAndWithinTheirBounds() {
        try (EmbeddedStore store = EmbeddedStore.open(directory, 0);
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoCollection<Document> documents = documents(client);
            documents.insertOne(new Document("_id", 7));
            for (String id : List.of("b:3", "a:1", "b:1", "c:1", "b:2")) {
                documents.insertOne(new Document("_id", id).append("odd", !id.endsWith("2")));
            }

            Bson ofB = and(gt("_id", "b:"), lt("_id", "b;"));
            assertThat(names(documents.find(ofB).sort(ascending("_id")))).containsExactly("b:1", "b:2", "b:3");
            assertThat(names(documents.find(ofB).sort(descending("_id")))).containsExactly("b:3", "b:2", "b:1");
            assertThat(names(documents.find(ofB).sort(descending("_id")).limit(1)))
                    .containsExactly("b:3");
            assertThat(names(documents.find(and(ofB, eq("odd", true))).sort(ascending("_id"))))
                    .containsExactly("b:1", "b:3");
            assertThat(names(documents.find(gte("_id", "b:3")).sort(ascending("_id"))))
                    .containsExactly("b:3", "c:1");
            assertThat(names(documents.find(gt("_id", "b:3")).sort(ascending("_id"))))
                    .containsExactly("c:1");
            assertThat(names(documents.find(lt("_id", "b:2")).sort(descending("_id"))))
                    .containsExactly("b:1", "a:1");
            assertThat(names(documents.find(lte("_id", "b:1")).sort(ascending("_id"))))
                    .containsExactly("a:1", "b:1");
            assertThat(documents.deleteMany(ofB).getDeletedCount()).isEqualTo(3);
            assertThat(documents.countDocuments()).isEqualTo(3);
        }
    }

    private static List<String> names(FindIterable<Document> found) {
        return found.map(document -> document.getString("_id")).into(new ArrayList<>());
    }

    private static List<Integer> ids(MongoCollection<Document> documents, Bson query) {
        List<Integer> ids = new ArrayList<>();
        documents.find(query).map(document -> document.getInteger("_id")).into(ids);
        return ids;
    }

    private static Document versioned(List<String> fields, int version) {
        Document document = new Document();
        fields.forEach(field -> document.append(field, version));
        return document;
    }

    @Test
    void anAggregationCountsEachDocumentOnce() {
        List<Document> all = new ArrayList<>(IntStream.range(0, 1_000)
                .mapToObj(n -> new Document("_id", "id-" + n).append("kind", n % 10 == 0 ? "few" : "many"))
                .toList());
        Collections.shuffle(all);
        try (EmbeddedStore store = EmbeddedStore.open(directory, 0);
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoCollection<Document> documents = documents(client);
            assertThat(documents.aggregate(List.of(group("$kind", sum("n", 1)))))
                    .isEmpty();
            documents.insertMany(all);
            assertThat(documents.aggregate(List.of(group("$kind", sum("n", 1)))))
                    .extracting(count -> count.getString("_id") + " " + count.getInteger("n"))
                    .containsExactlyInAnyOrder("few 100", "many 900");
            assertThat(documents.aggregate(List.of(match(eq("kind", "few")), group("$kind", sum("n", 1)))))
                    .extracting(count -> count.getInteger("n"))
                    .containsExactly(100);
        }
    }

    @Test
    void refusesAFileThatAnotherStoreHas() {
        EmbeddedStore first = EmbeddedStore.open(directory, 0);
        try (first) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> EmbeddedStore.open(directory, 0))
                    .withMessageContaining(directory.toString());
        }
    }

    @Test
    void listensOnLoopbackOnly() {
        try (EmbeddedStore store = EmbeddedStore.open(directory, 0)) {
            assertThat(store.connectionString()).matches("mongodb://(127\\.0\\.0\\.1|localhost):\\d+.*");
        }
    }

    @Test
    @Tag("process")
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void aKilledProcessLosesNothingThatItAcknowledged() throws Exception {
        Set<String> acknowledged = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged.addAll(writeUntilKilled("run" + kill));
            assertThat(updated()).containsAll(acknowledged);
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(KILLS * ACKNOWLEDGED_BEFORE_THE_KILL);
    }

    private Set<String> writeUntilKilled(String run) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        AcknowledgedWrites.class.getName(),
                        directory.toString(),
                        run)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = writer.inputReader(StandardCharsets.UTF_8)) {
            Set<String> acknowledged = new HashSet<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.endsWith(";")) { // the last line may be cut
                    acknowledged.add(line.substring(0, line.length() - 1));
                }
                if (acknowledged.size() == ACKNOWLEDGED_BEFORE_THE_KILL) {
                    writer.toHandle().destroyForcibly(); // the process's own would close its output unread
                }
            }
            return acknowledged;
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    private Set<String> updated() {
        try (EmbeddedStore store = EmbeddedStore.open(directory, 0);
                MongoClient client = MongoClients.create(store.connectionString())) {
            Set<String> ids = new HashSet<>();
            for (Document document :
                    client.getDatabase("kill").getCollection("documents").find(eq("state", "updated"))) {
                ids.add(document.getString("_id"));
            }
            return ids;
        }
    }

    private static MongoCollection<Document> documents(MongoClient client) {
        return client.getDatabase("test").getCollection("documents");
    }
}
