package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.ris.it.CommandLine.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** The audit trail as an operator and an auditor see it, and what becomes of it when somebody tampers with the store. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(SharedHub.class)
class AuditIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final StoreProcess store = new StoreProcess();
    private final CommandLine shell = new CommandLine();
    private Hub hub;

    @BeforeAll
    void startHub() {
        hub = Hub.withoutAgent().with("MONGODB_URI", store.start().uri()).start();
        assertThat(shell.login(hub).exitCode()).isZero();
    }

    @AfterAll
    void stopAll() {
        hub.close();
        store.close();
        shell.close();
    }

    private static String name() {
        return "a-" + UUID.randomUUID();
    }

    private JsonNode records(String query) {
        return hub.admin().get("/platform/v1/audit?" + query).expect(200).data();
    }

    @Test
    void onlyTheUserMayReadTheLoginThatACommandKeeps() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shell.loginFile())))
                .isEqualTo("rw-------");
        assertThat(Scratch.read(shell.loginFile())).doesNotContain(hub.password());
    }

    @Test
    void everyChangeIsRecordedWithWhoDidItFromWhere() {
        JsonNode client = hub.admin().createAgent(name());

        JsonNode record = records("action=client.create&per_page=1").path(0);
        assertThat(record.path("kind").asText()).isEqualTo("client_management");
        assertThat(record.path("user").asText()).isEqualTo("admin");
        assertThat(record.path("result").asText()).isEqualTo("success");
        assertThat(record.path("tenant").asText()).isEqualTo("default");
        assertThat(record.path("resource").asText())
                .endsWith("/" + client.path("id").asText());
        for (String field : List.of("event_id", "ip", "user_agent", "session", "request_id", "user_id", "chain")) {
            assertThat(record.path(field).asText()).as(field).isNotBlank();
        }
    }

    @Test
    void garbageInPlaceOfTokensIsCounted() {
        RisApi stranger = hub.api().withToken("gar.ba.ge");
        for (int i = 0; i < 50; i++) {
            stranger.get("/platform/v1/ris").expect(401);
        }
        long records = hub.admin()
                .get("/platform/v1/audit?trail=platform&action=token.refuse")
                .expect(200)
                .json()
                .path("total")
                .asLong();
        assertThat(records).isBetween(1L, 3L);
    }

    @Test
    void enrolmentsThatAreRefusedAreRecorded() {
        hub.api()
                .post("/platform/v1/enroll", Map.of("token", "default." + name(), "csr", "none"))
                .expect(422);
        await("the record")
                .atMost(LIMIT)
                .until(() -> records("action=client.enrol&result=denied").size() > 0);
    }

    @Test
    void anExportHasEveryRecordAndSaysThatItWasMade() {
        hub.admin().createAgent(name());
        Outcome json = shell.run("audit", "export", "--format", "json", "--action", "client.*");
        assertThat(json.exitCode()).as(json.errors()).isZero();
        assertThat(json.output().lines()).isNotEmpty().allMatch(line -> line.contains("\"action\":\"client."));
        Outcome csv = shell.run("audit", "export", "--format", "csv");
        assertThat(csv.output()).startsWith("event_id,timestamp,tenant,kind,").contains("audit.export");
        Outcome list = shell.run("audit", "list", "--limit", "3");
        assertThat(list.output().lines()).hasSize(3);
    }

    @Test
    void listsGoOnByTheirCursor() {
        for (int i = 0; i < 5; i++) {
            hub.admin().createAgent(name());
        }
        Reply first = hub.admin()
                .get("/platform/v1/audit?action=client.create&per_page=2")
                .expect(200);
        Reply second = hub.admin().get(first.nextPage().orElseThrow()).expect(200);
        assertThat(second.data()).hasSize(2);
        assertThat(second.data().path(0).path("seq").asLong())
                .isLessThan(first.data().path(1).path("seq").asLong());
        hub.admin().get("/platform/v1/audit?cursor=nonsense").expectProblem(400, "malformed_request");
        hub.admin().get("/platform/v1/audit?page=1000&per_page=200").expectProblem(422, "invalid_request");
    }

    @Test
    void whileTheTrailCannotBeWrittenNothingIsChangedAndReadsGoOn() {
        RisApi api = hub.admin();
        String agent = api.createAgent(name()).path("name").asText();
        store.refuse("audit");
        try {
            Reply task = api.execute(new Effects().append(agent, "never").async());
            task.expectProblem(503, "audit_unavailable");
            assertThat(task.header("Retry-After")).isNotBlank();
            RisApi.Totals before = api.totals();

            api.post("/platform/v1/ris", Map.of("name", name())).expectProblem(503, "audit_unavailable");

            assertThat(api.totals()).isEqualTo(before);
            assertThat(hub.api().get("/ready").status()).isEqualTo(200);
            assertThat(hub.api().get("/health/ready").text()).contains("\"writable\":false");
        } finally {
            store.takeAgain("audit");
        }
        await("changes again")
                .atMost(LIMIT)
                .until(() ->
                        api.post("/platform/v1/ris", Map.of("name", name())).status() == 201);
        assertThat(verify().exitCode()).isZero();
    }

    private Outcome verify() {
        return shell.run("audit", "verify");
    }

    @Test
    void theVerificationNamesTheRecordThatWasTamperedWith() {
        for (int i = 0; i < 4; i++) {
            hub.admin().createAgent(name());
        }
        assertThat(verify().output()).contains("intact:");
        try (MongoClient client = MongoClients.create(store.uri())) {
            MongoCollection<Document> trail = client.getDatabase("ris_default").getCollection("audit");
            Document record =
                    trail.find(new Document("action", "client.create")).first();
            assertThat(record).isNotNull();
            Document id = new Document("_id", record.get("_id"));

            trail.updateOne(id, new Document("$set", new Document("user", "nobody")));
            isFound("changed", record);
            trail.deleteOne(id);
            isFound("removed", record);

            trail.insertOne(record);
            assertThat(verify().exitCode()).isZero();
        }
    }

    private void isFound(String fault, Document record) {
        Outcome found = verify();
        assertThat(found.exitCode()).as(found.output()).isEqualTo(1);
        assertThat(found.output())
                .contains("NOT INTACT")
                .contains(fault + " " + record.getLong("seq") + ": " + record.getString("_id"));
    }
}
