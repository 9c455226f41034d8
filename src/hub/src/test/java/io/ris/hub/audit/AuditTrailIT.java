package io.ris.hub.audit;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import io.ris.hub.audit.chain.RecordFilter;
import io.ris.hub.audit.chain.Trail;
import io.ris.hub.audit.chain.TrailReader;
import io.ris.hub.platform.Origin;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import io.ris.hub.platform.audit.AuditTrail;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.tenancy.NewTenants;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The trail in the real store, and what the verification says of documents that were tampered with. */
@ExtendWith(ArquillianExtension.class)
class AuditTrailIT {

    private static final System.Logger LOG = System.getLogger(AuditTrailIT.class.getName());

    @Inject
    private AuditTrail audit;

    @Inject
    private AuditService service;

    @Inject
    private Store store;

    @Inject
    private NewTenants tenants;

    private static AuditEntry entry(String action, String resource) {
        return new AuditEntry(
                AuditKind.ADMINISTRATION,
                action,
                resource,
                AuditResult.SUCCESS,
                Map.of("why", "\"quoted\", =1+1\n\ud800"));
    }

    /** Each test has a trail of its own. */
    private Trail trail(String code) {
        TenantCode tenant = new TenantCode(code);
        tenants.require(tenant);
        return new Trail(tenant);
    }

    private void write(Trail trail, int count) {
        TenantScope.run(trail.tenant(), () -> IntStream.rangeClosed(1, count)
                .forEach(i -> audit.record(entry("test.write" + i, "things/" + i))));
    }

    private MongoCollection<Document> documents(Trail trail) {
        return TenantScope.call(
                trail.tenant(), () -> store.ofTenant().commands().getCollection("audit"));
    }

    private VerificationView.ChainView verified(Trail trail) {
        List<VerificationView.ChainView> chains = service.verify(List.of(trail)).chains();
        assertThat(chains).hasSize(1);
        return chains.getFirst();
    }

    private static Bson seq(int number) {
        return eq("seq", (long) number);
    }

    private void isFound(String fault, int number, String code, Consumer<MongoCollection<Document>> tampering) {
        Trail trail = trail(code);
        write(trail, 5);
        assertThat(verified(trail).faults()).isEmpty();

        tampering.accept(documents(trail));

        assertThat(verified(trail).faults()).singleElement().satisfies(found -> {
            assertThat(found.fault()).isEqualTo(fault);
            assertThat(found.firstSeq()).isEqualTo(number);
        });
    }

    @Test
    void findsAChangedField() {
        isFound("changed", 3, "field", documents -> documents.updateOne(seq(3), set("user", "someone")));
    }

    @Test
    void findsAFieldThatTheHubDoesNotWrite() {
        isFound("changed", 3, "more", documents -> documents.updateOne(seq(3), set("further", "x")));
    }

    @Test
    void findsAFieldOfAnotherType() {
        isFound("changed", 3, "type", documents -> documents.updateOne(seq(3), set("timestamp", "2026-01-01")));
    }

    @Test
    void findsARemovedRecord() {
        isFound("removed", 2, "removed", documents -> documents.deleteOne(seq(2)));
    }

    @Test
    void findsRecordsRemovedAtTheEnd() {
        isFound("removed", 4, "end", documents -> {
            documents.deleteOne(seq(5));
            documents.deleteOne(seq(4));
        });
    }

    @Test
    void findsThatTheWholeChainIsGone() {
        isFound("gone", 1, "gone", documents -> documents.deleteMany(new Document()));
    }

    @Test
    void findsADocumentBesideTheChain() {
        Trail trail = trail("beside");
        write(trail, 2);
        documents(trail).insertOne(new Document("action", "x"));
        documents(trail).insertOne(new Document("_id", "x").append("action", "x"));
        VerificationView found = service.verify(List.of(trail));
        assertThat(found.intact()).isFalse();
        assertThat(found.chains()).hasSize(2);
        assertThat(found.chains().getLast().faults()).hasSize(2).allSatisfy(fault -> assertThat(fault.fault())
                .isEqualTo("inserted"));
    }

    @Test
    void recordsWhoDidItFromWhere() {
        Trail trail = trail("origin");
        Origin.enter(new Origin("r-1", "192.0.2.7", "curl/8", "u-1", "anna", "s-1"));
        try {
            write(trail, 1);
        } finally {
            Origin.leave();
        }
        RecordView read = RecordView.of(
                service.read(trail, RecordFilter.ALL, Map.of(), 0, 10).records().getFirst());
        assertThat(List.of(read.user(), read.userId(), read.session(), read.ip(), read.userAgent(), read.requestId()))
                .containsExactly("anna", "u-1", "s-1", "192.0.2.7", "curl/8", "r-1");
        assertThat(read.tenant()).isEqualTo("origin");
        assertThat(read.details()).containsEntry("why", "\"quoted\", =1+1\n?");
        assertThat(verified(trail).faults()).isEmpty();
    }

    @Test
    void listsTheNewestFirstAndGoesOnByPosition() {
        Trail trail = trail("list");
        write(trail, 25);
        List<String> seen = new ArrayList<>();
        TrailReader.Slice slice = service.read(trail, RecordFilter.ALL, Map.of(), 0, 10);
        slice.records().forEach(record -> seen.add(record.event().resource()));
        while (!slice.next().isEmpty()) {
            slice = service.read(trail, RecordFilter.ALL, ListPosition.parse(ListPosition.text(slice.next())), 0, 10);
            slice.records().forEach(record -> seen.add(record.event().resource()));
        }
        assertThat(seen)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 25)
                        .mapToObj(i -> "things/" + (26 - i))
                        .toList());
        assertThat(service.count(trail, RecordFilter.ALL)).isEqualTo(25);
        assertThat(service.read(trail, RecordFilter.ALL, Map.of(), 20, 10).records())
                .hasSize(5);
    }

    @Test
    void filtersByActionWholeOrByItsBeginning() {
        Trail trail = trail("filter");
        write(trail, 12);
        assertThat(service.count(trail, byAction("test.write1"))).isEqualTo(1);
        assertThat(service.count(trail, byAction("test.write1*"))).isEqualTo(4);
        assertThat(service.count(trail, byAction("test*"))).isEqualTo(12);
        assertThat(service.read(trail, byAction("test.write1*"), Map.of(), 0, 10)
                        .records())
                .extracting(record -> record.event().action())
                .containsExactly("test.write12", "test.write11", "test.write10", "test.write1");
    }

    private static RecordFilter byAction(String action) {
        return new RecordFilter(null, null, action, null, null, null, null, null, null, null);
    }

    @Test
    void exportsEveryRecord() throws IOException {
        Trail trail = trail("export");
        IntStream.range(0, 50).parallel().forEach(i -> write(trail, 47)); // more than a page
        StringWriter csv = new StringWriter();
        service.export(trail, RecordFilter.ALL, ExportFormat.CSV, csv);
        assertThat(csv.toString().lines().filter(line -> line.contains("things/")))
                .hasSize(50 * 47);
        StringWriter json = new StringWriter();
        service.export(trail, byAction("test.write7"), ExportFormat.JSON, json);
        assertThat(json.toString()).hasLineCount(50).contains("\"resource\":\"things/7\"");
    }

    @Test
    void manyAtOnceAreWrittenInGroups() throws Exception {
        Trail trail = trail("load");
        int threads = 50;
        int each = 400;
        long before = System.nanoTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                done.add(pool.submit(() -> write(trail, each)));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        double seconds = (System.nanoTime() - before) / 1e9;
        LOG.log(System.Logger.Level.INFO, "audit records a second: " + Math.round(threads * each / seconds));
        assertThat(documents(trail).countDocuments(regex("_id", ":"))).isEqualTo((long) threads * each);
        assertThat(verified(trail).checked()).isEqualTo((long) threads * each);
        assertThat(verified(trail).faults()).isEmpty();
    }
}
