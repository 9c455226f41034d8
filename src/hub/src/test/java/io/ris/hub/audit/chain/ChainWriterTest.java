package io.ris.hub.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainWriterTest {

    @TempDir
    private Path directory;

    private final FakeChainStore store = new FakeChainStore();

    private Node node() {
        return new Node(store, directory);
    }

    @Test
    void numbersGoUpWithoutGapsAndEachLinkFollowsTheOneBefore() {
        Node node = node().write("a", "b", "c");

        assertThat(node.actions()).containsExactly("a", "b", "c");
        assertThat(node.link(1).prev())
                .isEqualTo(node.key().beginning(node.name).mac());
        assertThat(node.link(2).prev()).isEqualTo(node.link(1).mac());
        assertThat(node.link(3).prev()).isEqualTo(node.link(2).mac());
        assertThat(node.verify().faults()).isEmpty();
    }

    @Test
    void aChainGoesOnWhereItWasWhenItsNodeStartsAgain() {
        node().write("a", "b");
        Node again = node().write("c");

        assertThat(again.actions()).containsExactly("a", "b", "c");
        assertThat(again.verify().faultCount()).isZero();
        assertThat(again.verify().lastSeq()).isEqualTo(3);
    }

    @Test
    void twoNodesOverOneStoreWriteChainsOfTheirOwn() {
        Node one = new Node(store, directory.resolve("one")).write("a");
        Node other = new Node(store, directory.resolve("other")).write("b");

        assertThat(one.name).isNotEqualTo(other.name);
        assertThat(one.verifier.verify(Node.TRAIL)).hasSize(2).allSatisfy(report -> {
            assertThat(report.checked()).isEqualTo(1);
            assertThat(report.faultCount()).isZero();
        });
    }

    @Test
    void manyAtOnceShareTheirWritesAndEachHasItsRecord() throws Exception {
        Node node = node();
        int threads = 16;
        int each = 200;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String name = "t" + thread;
                done.add(pool.submit(() -> IntStream.range(0, each).forEach(i -> node.write(name + "-" + i))));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        assertThat(node.actions()).hasSize(threads * each).doesNotHaveDuplicates();
        assertThat(store.appends.get()).isLessThanOrEqualTo(threads * each);
        assertThat(node.verify().faultCount()).isZero();
    }

    @Test
    void whatTheStoreRefusesIsRefused() {
        Node node = node().write("a");
        store.failsAfter = 0;
        assertThatThrownBy(() -> node.write("lost")).isInstanceOf(TrailUnavailableException.class);
        assertThat(node.writers.isFailing(Node.TRAIL)).isTrue();
        store.failsAfter = -1;

        node.write("b");
        assertThat(node.actions()).containsExactly("a", "b");
        assertThat(node.writers.isFailing(Node.TRAIL)).isFalse();
        assertThat(node.verify().faultCount()).isZero();
    }

    @Test
    void aRecordThatIsThereAlthoughTheAnswerWasLostCountsAsWritten() {
        Node node = node().write("a");
        store.failsAfter = 1;
        node.write("b");
        store.failsAfter = -1;
        node.write("c");

        assertThat(node.actions()).containsExactly("a", "b", "c");
        assertThat(node.verify().faultCount()).isZero();
    }

    @Test
    void goesOnAfterWhatAnOutageHasLeftInTheStore() {
        Node node = node().write("a");
        store.away = true;
        assertThatThrownBy(() -> node.write("unknown")).isInstanceOf(TrailUnavailableException.class);
        store.away = false;
        // What the store took without telling: it stands there when the node comes back.
        ChainRecord late = node.key().link(node.link(1).asHead(), node.name, Node.event("late"));
        node.put(2, late);

        node.write("b");
        assertThat(node.actions()).containsExactly("a", "late", "b");
        assertThat(node.verify().faultCount()).isZero();
    }

    @Test
    void aCrashInTheMiddleOfAGroupLeavesNoGap() {
        Node node = node().write("a");
        List<ChainRecord> group = new ArrayList<>();
        Head head = node.link(1).asHead();
        for (String action : List.of("b", "c", "d")) {
            group.add(node.key().link(head, node.name, Node.event(action)));
            head = group.getLast().asHead();
        }
        store.failsAfter = 2;
        assertThatThrownBy(() -> store.append(group)).isInstanceOf(IllegalStateException.class);
        store.failsAfter = -1;

        Node again = node().write("e");
        assertThat(again.actions()).containsExactly("a", "b", "c", "e");
        assertThat(again.verify().faultCount()).isZero();
    }

    @Test
    void aStoreThatIsBehindItsCheckpointIsToldLoudlyAndNeverQuietlyContinued() {
        Node node = node().write("a", "b", "c");
        node.writers.note();
        store.links.remove(node.id(3));
        store.links.remove(node.id(2));

        Node again = node();
        again.write("d");

        assertThat(again.actions()).containsExactly("a", "audit.tampered", "d");
        assertThat(again.link(4).event().details()).contains("ends with 1 and had come to 3");
        assertThat(again.verify().faults()).singleElement().satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(Fault.Kind.REMOVED);
            assertThat(fault.firstSeq()).isEqualTo(2);
            assertThat(fault.lastSeq()).isEqualTo(3);
        });
    }

    @Test
    void aForgedRecordInTheWayIsPassedAndFound() {
        Node node = node().write("a", "b");
        ChainRecord forged = new Node(new FakeChainStore(), directory.resolve("thief"))
                .key()
                .link(node.link(2).asHead(), node.name, Node.event("forged"));
        node.put(3, forged);

        node.write("c");
        assertThat(node.actions()).containsExactly("a", "b", "forged", "c");
        assertThat(node.verify().faults()).singleElement().satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(Fault.Kind.INSERTED);
            assertThat(fault.record()).isEqualTo(node.id(3));
        });
    }

    @Test
    void whatIsKnownOfATenantThatWasDeletedIsForgottenAndThePlatformsTrailSaysSo() {
        Node node = node().write("a");
        node.writers.note();
        FakeChainStore platform = node.platform;

        node.writers.forget(trail -> trail.equals(Trail.PLATFORM));
        store.links.clear();

        assertThat(platform.links.values())
                .singleElement()
                .satisfies(link -> assertThat(link.record().event().action()).isEqualTo("audit.forget"));
        assertThat(node.verifier.verify(Node.TRAIL)).isEmpty();
        assertThat(node().write("b").actions()).containsExactly("b");
    }
}
