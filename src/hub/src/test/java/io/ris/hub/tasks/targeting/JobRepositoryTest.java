package io.ris.hub.tasks.targeting;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.persistence.NativeStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRepositoryTest {

    private static final TenantCode TENANT = new TenantCode("default");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private NativeStore store;
    private JobRepository jobs;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = new NativeStore(directory);
        jobs = new JobRepository(store.store());
        TenantScope.enter(TENANT);
    }

    @AfterEach
    void close() {
        TenantScope.leave();
        store.close();
    }

    private void add(String id, JobStatus status, Instant completed) {
        Document job = new Document("_id", id)
                .append("status", status.wireName())
                .append("agents", List.of("a", "b"))
                .append("next", 0)
                .append("skipped", 0)
                .append("created_at", Date.from(NOW))
                .append("completed_at", completed == null ? null : Date.from(completed));
        store.add(TENANT, "jobs", List.of(job));
    }

    private Document stored(String id) {
        return store.store()
                .ofTenant()
                .commands()
                .getCollection("jobs")
                .find(new Document("_id", id))
                .first();
    }

    private static JobTasks.Given given(int tried, int skipped) {
        return new JobTasks.Given(tried, skipped);
    }

    @Test
    void notesWhatWasGivenAndLeftOut() {
        add("job", JobStatus.RUNNING, null);
        assertThat(jobs.advance("job", 0, given(16, 2))).isTrue();
        assertThat(jobs.advance("job", 16, given(4, 1))).isTrue();
        assertThat(stored("job")).containsEntry("next", 20).containsEntry("skipped", 3);
    }

    @Test
    void notesNothingOnceTheJobIsToEnd() {
        add("job", JobStatus.RUNNING, null);
        jobs.requestCancel("job", NOW);
        assertThat(jobs.advance("job", 0, given(16, 0))).isFalse();
        assertThat(stored("job")).containsEntry("next", 0);
    }

    @Test
    void ofTwoNodesThatGaveTheSameOneNotesIt() {
        add("job", JobStatus.RUNNING, null);
        assertThat(jobs.advance("job", 0, given(16, 1))).isTrue();
        assertThat(jobs.advance("job", 0, given(16, 1))).isFalse();
        assertThat(stored("job")).containsEntry("skipped", 1);
    }

    @Test
    void ofTwoThatLeaveOutTheRestOneDoes() {
        add("job", JobStatus.RUNNING, null);
        jobs.advance("job", 0, given(1, 0));
        Job job = job("job", List.of("a", "b", "c"), 1);
        assertThat(jobs.leaveOutRest(job, "spec_unreadable")).isTrue();
        assertThat(jobs.leaveOutRest(job, "spec_unreadable")).isFalse();
        assertThat(stored("job"))
                .containsEntry("next", 3)
                .containsEntry("skipped", 2)
                .containsEntry("error", "spec_unreadable");
    }

    private static Job job(String id, List<String> agents, int next) {
        return new Job(
                id, "command", "running", 3, "user", "", "{}", null, null, List.of(), null, null, agents, next, 0, NOW,
                null, null, NOW, null, null, "request", "", null);
    }

    @Test
    void findsWhatHasNotEndedAndWhatWasCancelledJustNow() {
        add("waits", JobStatus.PENDING, null);
        add("runs", JobStatus.RUNNING, null);
        add("cancelled", JobStatus.CANCELLED, NOW);
        add("cancelled-before", JobStatus.CANCELLED, NOW.minusSeconds(1));
        add("completed", JobStatus.COMPLETED, NOW);
        assertThat(jobs.activeOrCancelledSince(NOW)).containsExactlyInAnyOrder("waits", "runs", "cancelled");
    }

    @Test
    void removesWhatEndedBeforeATimeAndCameBeforeAnother() {
        add("old", JobStatus.COMPLETED, NOW);
        add("runs", JobStatus.RUNNING, null);
        jobs.prune(NOW, NOW.plusMillis(1));
        assertThat(stored("old")).as("came too late").isNotNull();
        jobs.prune(NOW.plusMillis(1), NOW);
        assertThat(stored("old")).as("ended too late").isNotNull();
        jobs.prune(NOW.plusMillis(1), NOW.plusMillis(1));
        assertThat(stored("old")).isNull();
        assertThat(stored("runs")).isNotNull();
    }
}
