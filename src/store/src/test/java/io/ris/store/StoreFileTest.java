package io.ris.store;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.BsonDateTime;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the store's file keeps, over a close. */
class StoreFileTest {

    /** One of each kind, of which an index can tell every two apart. */
    private static final List<@Nullable Object> VALUES = Arrays.asList(
            null,
            "",
            "text \u0001 \u00fc \ud83d\ude80",
            7,
            7_000_000_000L,
            1.5,
            true,
            false,
            new BsonTimestamp(5, 6),
            Decimal128.parse("1.25"),
            new ObjectId("00112233445566778899aabb"),
            new Binary(new byte[] {0, 1, -1}),
            new Document("inner", new Document("deep", List.of("a", 1, new Document()))),
            new Document());

    @TempDir
    private Path directory;

    private void withDocuments(Consumer<MongoCollection<Document>> work) {
        try (EmbeddedStore store = EmbeddedStore.open(directory, 0);
                MongoClient client = MongoClients.create(store.connectionString())) {
            work.accept(client.getDatabase("test").getCollection("documents"));
        }
    }

    @ParameterizedTest
    @FieldSource("VALUES")
    void keepsEachKindOfValueAndItsKey(@Nullable Object value) {
        Document document = new Document("_id", "1").append("value", value).append("list", Arrays.asList(value, value));
        withDocuments(documents -> {
            documents.createIndex(Indexes.ascending("value"), new IndexOptions().unique(true));
            documents.insertOne(document);
        });

        withDocuments(documents -> {
            assertThat(documents.find(eq("value", value)).first()).isEqualTo(document);
            assertThatExceptionOfType(MongoWriteException.class)
                    .isThrownBy(() -> documents.insertOne(new Document("value", value)))
                    .withMessageContaining("duplicate key");
        });
    }

    @Test
    void keysOfSeveralValuesAreToldApart() {
        List<Document> all = VALUES.stream()
                .flatMap(
                        a -> Stream.of(new Document("a", a), new Document("b", a), new Document("a", a).append("b", a)))
                .filter(document ->
                        !document.equals(new Document("a", null)) && !document.equals(new Document("b", null)))
                .toList();
        withDocuments(documents -> {
            documents.createIndex(Indexes.ascending("a", "b"), new IndexOptions().unique(true));
            documents.insertMany(all);
        });

        withDocuments(documents -> {
            assertThat(documents.countDocuments()).isEqualTo(all.size());
            for (Document one : all) {
                assertThat(documents.deleteOne(eq("_id", one.get("_id"))).getDeletedCount())
                        .isEqualTo(1);
            }
            documents.insertMany(all);
        });
    }

    @Test
    void keepsADateAndABigDocument() {
        Map<String, Object> fields = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            fields.put("field" + i, "x".repeat(i % 100));
        }
        Document big =
                new Document("_id", new Document("compound", 1)).append("at", new BsonDateTime(1_700_000_000_123L));
        big.putAll(fields);
        withDocuments(documents -> documents.insertOne(big));

        withDocuments(documents -> assertThat(
                        documents.find(eq("_id", big.get("_id"))).map(Document::toBsonDocument))
                .containsExactly(big.toBsonDocument()));
    }

    @Test
    void holdsNoJavaObjects() throws IOException {
        withDocuments(documents -> {
            documents.createIndex(Indexes.ascending("name"), new IndexOptions().unique(true));
            documents.insertOne(
                    new Document("_id", "1").append("name", "somebody").append("none", null));
        });

        String file = Files.readString(directory.resolve("ris.h2"), StandardCharsets.ISO_8859_1);
        assertThat(file).contains("somebody").doesNotContain("bwaldvogel", "java.util");
    }

    @Test
    void refusesAFileOfAnotherFormatAndLeavesItAsItIs() {
        Path file = directory.resolve("ris.h2");
        try (MVStore older = MVStore.open(file.toString())) {
            older.openMap("databases.old").put("1", "a document");
        }

        assertThatIllegalStateException()
                .isThrownBy(() -> EmbeddedStore.open(directory, 0))
                .withMessageContaining("format 0")
                .withMessageContaining(directory.toString());
        try (MVStore older = MVStore.open(file.toString())) {
            assertThat(older.openMap("databases.old")).containsEntry("1", "a document");
        }
    }
}
