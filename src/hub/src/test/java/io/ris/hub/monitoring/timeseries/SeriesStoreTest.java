package io.ris.hub.monitoring.timeseries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ris.hub.monitoring.AgentMetrics;
import io.ris.hub.monitoring.ReportTexts;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.testing.ManualClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesStoreTest {

    private static final TenantCode TENANT = new TenantCode("acme");
    private static final Instant BEGIN = Instant.parse("2026-11-23T12:00:00Z");
    private static final SeriesLimits LIMITS =
            new SeriesLimits(Duration.ofHours(1), Duration.ofSeconds(15), 1 << 28, 1L << 32, 10_000);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set before each test
    private Path directory;

    private final ManualClock clock = new ManualClock(BEGIN);

    @SuppressWarnings("NullAway.Init") // set before each test
    private SeriesStore store;

    private SeriesStore open(SeriesLimits limits) {
        return new SeriesStore(directory.resolve("monitoring"), limits, clock);
    }

    @BeforeEach
    void begin() {
        store = open(LIMITS);
        TenantScope.enter(TENANT);
    }

    @AfterEach
    void end() {
        TenantScope.leave();
        store.close();
    }

    @Test
    void theLastReportOfAStepIsItsPoint() {
        report("a", 1);
        clock.pass(Duration.ofSeconds(5));
        report("a", 2);
        clock.pass(Duration.ofSeconds(15));
        report("a", 3);

        assertThat(cpu("a")).containsExactly(2.0, 3.0);
        assertThat(store.figures().points()).isEqualTo(2);
    }

    @Test
    void withoutStepsEveryReportIsAPoint() {
        store.close();
        store = open(new SeriesLimits(Duration.ofHours(1), Duration.ZERO, 1 << 28, 1L << 32, 10));
        report("a", 1);
        report("a", 2);

        assertThat(cpu("a")).containsExactly(1.0, 2.0);
    }

    @Test
    void aReportIsReadBackByteForByteHoweverItIsKept() {
        byte[] first = ReportTexts.large("a", 0);
        byte[] second = ReportTexts.large("a", 1);
        byte[] third = ReportTexts.large("a", 2);
        for (byte[] report : List.of(first, second, third)) {
            store.append("a", report);
            clock.pass(Duration.ofSeconds(15));
        }

        assertThat(reports("a")).containsExactly(first, second, third);
    }

    @Test
    void pointsMuchLikeOneBeforeTakeLittleRoom() {
        for (int turn = 0; turn < 20; turn++) {
            store.append("a", ReportTexts.large("a", turn));
            clock.pass(Duration.ofSeconds(15));
        }
        store.seal();

        long raw = 20L * ReportTexts.large("a", 0).length;
        assertThat(store.figures().disk()).isLessThan(raw / 8);
    }

    @Test
    void aKilledProcessLosesNothingThatWasAccepted() {
        report("a", 1);
        clock.pass(Duration.ofSeconds(15));
        report("a", 2);
        report("b", 3);

        SeriesStore next = open(LIMITS); // the one before was never closed
        store = next;

        assertThat(cpu("a")).containsExactly(1.0, 2.0);
        assertThat(cpu("b")).containsExactly(3.0);
    }

    @Test
    void aRestartKeepsTheWindowAndGoesOnInIt() {
        report("a", 1);
        clock.pass(Duration.ofSeconds(15));
        report("a", 2);
        store.close();
        store = open(LIMITS);
        clock.pass(Duration.ofSeconds(15));
        report("a", 3);
        store.close();
        store = open(LIMITS);

        assertThat(cpu("a")).containsExactly(1.0, 2.0, 3.0);
    }

    @Test
    void whatIsTooOldIsNotShownAndThenRemoved() throws IOException {
        report("a", 1);
        clock.pass(Duration.ofSeconds(20));
        store.seal();
        report("b", 2);
        clock.pass(Duration.ofMinutes(59).plusSeconds(50));

        assertThat(store.view().latest("a")).isEmpty();
        assertThat(store.view().isKnown("a")).isFalse();
        assertThat(store.view().latest("b")).isPresent();

        clock.pass(Duration.ofMinutes(10));
        report("c", 3);
        clock.pass(Duration.ofSeconds(20));
        store.seal();
        store.prune();

        assertThat(store.figures().agents()).isOne();
        assertThat(files()).hasSize(1);
    }

    @Test
    void anAgentThatWasForgottenMayComeBack() {
        report("a", 1);
        clock.pass(Duration.ofHours(2));
        store.seal();
        store.prune();
        report("a", 2);

        assertThat(cpu("a")).containsExactly(2.0);
    }

    @Test
    void whatAnAgentThatWasDeletedReportedIsGoneForGood() {
        report("a", 1);
        report("b", 2);
        clock.pass(Duration.ofSeconds(20));
        store.seal();
        report("a", 3);
        long changes = store.view().changes();
        store.forget("a");
        store.forget("stranger");

        assertThat(store.view().changes()).isGreaterThan(changes);
        assertThat(store.view().isKnown("a")).isFalse();
        for (int restart = 0; restart < 2; restart++) {
            store.close();
            store = open(LIMITS);
            assertThat(store.view().latest())
                    .extracting(SeriesView.Latest::agentId)
                    .containsExactly("b");
        }
        clock.pass(Duration.ofSeconds(20));
        report("a", 4);
        store.close();
        store = open(LIMITS);
        assertThat(cpu("a")).as("of one that came by its name later").containsExactly(4.0);
    }

    @Test
    void reportsOfTwoAgentsByOneNameAreNotTakenForEachOther() {
        report("a", 1);
        long first = store.view().latest().getFirst().version();
        store.forget("a");
        clock.pass(Duration.ofSeconds(1));
        report("a", 2);
        assertThat(store.view().latest().getFirst().version()).isNotEqualTo(first);
    }

    @Test
    void aDamagedPointIsLeftOutAndTheOthersAreThere() throws IOException {
        for (int turn = 0; turn < 4; turn++) {
            report("a", turn);
            clock.pass(Duration.ofSeconds(15));
        }
        store.seal();
        store.close();
        Path file = files().getFirst();
        List<Long> offsets = new ArrayList<>();
        RecordFile.scan(file, (offset, record) -> offsets.add(offset));
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.seek(offsets.get(1) + RecordFile.FRAME + 20);
            damaged.write(0xFF);
        }
        store = open(LIMITS);

        assertThat(cpu("a")).containsExactly(0.0, 2.0, 3.0);
    }

    @Test
    void aJournalThatEndsInTheMiddleOfAReportHidesNoneBefore() throws IOException {
        report("a", 1);
        report("b", 2);
        store.close();
        Path journal = Journal.files(directory.resolve("monitoring")).getFirst();
        try (RandomAccessFile cut = new RandomAccessFile(journal.toFile(), "rw")) {
            cut.setLength(cut.length() - 3);
        }
        store = open(LIMITS);

        assertThat(cpu("a")).containsExactly(1.0);
        assertThat(store.view().latest("b")).isEmpty();
    }

    @Test
    void theOldestGoesWhereThereIsNoRoomForAll() {
        store.close();
        store = open(new SeriesLimits(Duration.ofHours(1), Duration.ofSeconds(15), 1 << 28, 100_000, 10));
        for (int turn = 0; turn < 200; turn++) {
            store.append("a", ReportTexts.large("a", turn));
            clock.pass(Duration.ofSeconds(15));
        }
        store.seal();
        store.prune();

        assertThat(store.figures().disk()).isLessThan(150_000); // the present segment, which nobody cuts, is beyond it
        assertThat(reports("a").getLast()).isEqualTo(ReportTexts.large("a", 199));
        assertThat(store.figures().points()).isLessThan(100);
    }

    @Test
    void memoryIsBoundedToo() {
        store.close();
        store = open(new SeriesLimits(Duration.ofHours(1), Duration.ofSeconds(15), 100 * 40, 1L << 32, 10));
        for (int turn = 0; turn < 200; turn++) {
            report("a", turn);
            clock.pass(Duration.ofSeconds(15));
        }
        store.prune();

        assertThat(store.figures().memory()).isLessThanOrEqualTo(100 * 40);
    }

    @Test
    void oneAgentTooManyIsRefusedAndOthersAreNot() {
        store.close();
        store = open(new SeriesLimits(Duration.ofHours(1), Duration.ofSeconds(15), 1 << 28, 1L << 32, 2));
        report("a", 1);
        report("b", 2);

        assertThatThrownBy(() -> report("c", 3)).isInstanceOf(HubException.Unavailable.class);
        report("a", 4);
        assertThat(cpu("a")).containsExactly(4.0);
    }

    @Test
    void aFullJournalGivesWayToTheNextAndNoReportIsLost() throws IOException {
        byte[] large = new byte[1 << 20];
        Arrays.fill(large, (byte) ' ');
        System.arraycopy(ReportTexts.small("big", 5), 0, large, 0, ReportTexts.small("big", 5).length);
        report("quiet", 7);
        for (int number = 0; number < 140; number++) {
            store.append("big", large);
        }

        List<Path> journals = Journal.files(directory.resolve("monitoring"));
        assertThat(journals).hasSize(1);
        assertThat(Files.size(journals.getFirst())).isLessThan(80L << 20);
        assertThat(cpu("quiet")).containsExactly(7.0);
        assertThat(cpu("big")).containsExactly(5.0);
        store = open(LIMITS);
        assertThat(cpu("quiet")).containsExactly(7.0);
    }

    @Test
    void figuresAreThereWithoutTheirReports() {
        for (int turn = 0; turn < 3; turn++) {
            store.append("a", ReportTexts.large("a", turn));
            clock.pass(Duration.ofSeconds(15));
        }
        List<AgentMetrics> metrics = new ArrayList<>();
        store.view().metrics("a", Instant.MIN, metrics::add);

        assertThat(metrics).hasSize(3);
        assertThat(metrics.getFirst().host()).containsEntry("processes", 80.0).containsKey("cpu_usage");
        assertThat(metrics.getFirst().containers()).hasSize(5);
        assertThat(metrics.getLast().host().get("load1"))
                .isNotEqualTo(metrics.getFirst().host().get("load1"));
    }

    @Test
    void whatElseStandsInTheDirectoryIsLeftAlone() throws IOException {
        report("a", 1);
        store.close();
        Path directories = directory.resolve("monitoring");
        Files.createDirectory(directories.resolve("lost+found"));
        Files.createFile(directories.resolve("journal-of-somebody"));

        store = open(LIMITS);

        assertThat(cpu("a")).containsExactly(1.0);
        assertThat(directories.resolve("lost+found")).isDirectory();
        assertThat(directories.resolve("journal-of-somebody")).isRegularFile();
    }

    @Test
    void aPastMomentIsShownAsItWas() {
        report("a", 1);
        clock.pass(Duration.ofSeconds(30));
        report("a", 2);

        assertThat(cpu(store.view().at("a", BEGIN.plusSeconds(20)).orElseThrow()))
                .isEqualTo(1.0);
        assertThat(cpu(store.view().at("a", BEGIN.plusSeconds(40)).orElseThrow()))
                .isEqualTo(2.0);
        assertThat(store.view().at("a", BEGIN.minusSeconds(1))).isEmpty();
    }

    @Test
    void tenantsKnowNothingOfOneAnother() throws IOException {
        report("a", 1);
        TenantScope.run(new TenantCode("other"), () -> {
            assertThat(store.view().latest("a")).isEmpty();
            assertThat(store.figures().points()).isZero();
            report("a", 9);
        });
        assertThat(cpu("a")).containsExactly(1.0);

        store.delete(TENANT);
        assertThat(store.view().latest("a")).isEmpty();
        assertThat(directory.resolve("monitoring").resolve(TENANT.value())).doesNotExist();
        TenantScope.run(new TenantCode("other"), () -> assertThat(cpu("a")).containsExactly(9.0));
        store.close();
        store = open(LIMITS);
        assertThat(store.view().latest("a"))
                .as("nothing of it is left in the journal")
                .isEmpty();
        TenantScope.run(new TenantCode("other"), () -> assertThat(cpu("a")).containsExactly(9.0));
    }

    private void report(String agentId, double cpu) {
        store.append(agentId, ReportTexts.small(agentId, cpu));
    }

    private List<byte[]> reports(String agentId) {
        List<byte[]> all = new ArrayList<>();
        store.view().reports(agentId, Instant.MIN, report -> all.add(report.json()));
        return all;
    }

    private List<Double> cpu(String agentId) {
        List<Double> all = new ArrayList<>();
        store.view().reports(agentId, Instant.MIN, report -> all.add(cpu(report)));
        return all;
    }

    private static double cpu(StoredReport report) {
        return report.metrics().host().getOrDefault("cpu_usage", Double.NaN);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("monitoring").resolve(TENANT.value()))) {
            return files.sorted().toList();
        }
    }
}
