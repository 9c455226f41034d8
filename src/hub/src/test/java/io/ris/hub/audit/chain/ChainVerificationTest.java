package io.ris.hub.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.TenantCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which who holds the store can tamper with it, and what the verification says of it. */
class ChainVerificationTest {

    @TempDir
    private Path directory;

    private final FakeChainStore store = new FakeChainStore();
    private Node node;

    @BeforeEach
    void write() {
        node = new Node(store, directory).write("a", "b", "c", "d", "e", "f");
        node.writers.note();
    }

    private void isFound(Fault.Kind kind, long first, long last) {
        ChainReport report = node.verify();
        assertThat(report.faults()).as("%s", report).singleElement().satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(kind);
            assertThat(fault.firstSeq()).isEqualTo(first);
            assertThat(fault.lastSeq()).isEqualTo(last);
        });
    }

    private static ChainRecord with(ChainRecord link, AuditRecord event) {
        return new ChainRecord(event, link.chain(), link.seq(), link.prev(), link.mac());
    }

    private void change(long seq, UnaryOperator<AuditRecord> change) {
        node.put(seq, with(node.link(seq), change.apply(node.link(seq).event())));
    }

    private static AuditRecord renamed(AuditRecord event, String action) {
        return new AuditRecord(
                event.eventId(),
                event.timestamp(),
                event.tenant(),
                event.kind(),
                event.user(),
                event.userId(),
                action,
                event.resource(),
                event.ip(),
                event.userAgent(),
                event.session(),
                event.requestId(),
                event.result(),
                event.details());
    }

    @Test
    void aChainThatNobodyTouchedHasNoFault() {
        ChainReport report = node.verify();
        assertThat(report.faultCount()).isZero();
        assertThat(report.checked()).isEqualTo(6);
        assertThat(report.firstSeq()).isEqualTo(1);
        assertThat(report.lastSeq()).isEqualTo(6);
        assertThat(report.checkpointSeq()).isEqualTo(6);
    }

    @Test
    void findsAChangedRecordInTheMiddle() {
        change(3, event -> renamed(event, "x"));
        isFound(Fault.Kind.CHANGED, 3, 3);
    }

    @Test
    void findsAChangedRecordAtTheFront() {
        change(1, event -> renamed(event, "x"));
        isFound(Fault.Kind.CHANGED, 1, 1);
    }

    @Test
    void findsAChangedRecordAtTheEnd() {
        change(6, event -> renamed(event, "x"));
        isFound(Fault.Kind.CHANGED, 6, 6);
    }

    @Test
    void findsNeighboursThatWereChanged() {
        change(3, event -> renamed(event, "x"));
        change(4, event -> renamed(event, "x"));
        isFound(Fault.Kind.CHANGED, 3, 4);
    }

    @Test
    void findsARecordWithFieldsThatTheHubDoesNotWrite() {
        store.links.put(node.id(3), new StoredLink(node.id(3), null));
        isFound(Fault.Kind.CHANGED, 3, 3);
    }

    @Test
    void findsARecordRemovedFromTheMiddle() {
        store.links.remove(node.id(4));
        store.links.remove(node.id(3));
        isFound(Fault.Kind.REMOVED, 3, 4);
    }

    @Test
    void findsRecordsRemovedAtTheFront() {
        store.links.remove(node.id(1));
        store.links.remove(node.id(2));
        isFound(Fault.Kind.REMOVED, 1, 2);
    }

    @Test
    void findsRecordsRemovedAtTheEnd() {
        store.links.remove(node.id(6));
        store.links.remove(node.id(5));
        isFound(Fault.Kind.REMOVED, 5, 6);
    }

    @Test
    void findsThatNothingIsThereAnyMore() {
        store.links.clear();
        isFound(Fault.Kind.GONE, 1, 6);
    }

    @Test
    void findsRecordsInEachOthersPlace() {
        ChainRecord third = node.link(3);
        node.put(3, node.link(4));
        node.put(4, third);
        assertThat(node.verify().faults())
                .extracting(Fault::kind, Fault::firstSeq)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Fault.Kind.REORDERED, 3L),
                        org.assertj.core.groups.Tuple.tuple(Fault.Kind.REORDERED, 4L));
    }

    @Test
    void findsACopyOfARecordAtTheEnd() {
        node.put(7, node.link(2));
        isFound(Fault.Kind.INSERTED, 7, 7);
    }

    @Test
    void findsARecordOfAnotherTrail() {
        ChainRecord foreign = node.keys
                .of(new Trail(new TenantCode("other")))
                .link(node.link(6).asHead(), node.name, Node.event("x"));
        node.put(7, foreign);
        isFound(Fault.Kind.INSERTED, 7, 7);
    }

    @Test
    void findsARecordBetweenTwoNumbers() {
        String id = node.id(3) + "x";
        store.links.put(id, new StoredLink(id, node.link(3)));
        assertThat(node.verify().faults()).singleElement().satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(Fault.Kind.INSERTED);
            assertThat(fault.record()).isEqualTo(id);
        });
    }

    private void rewrite(ChainKey key, long from) {
        Head head = from == 1 ? key.beginning(node.name) : node.link(from - 1).asHead();
        for (long seq = from; seq <= 6; seq++) {
            ChainRecord link = key.link(head, node.name, renamed(node.link(seq).event(), "rewritten"));
            node.put(seq, link);
            head = link.asHead();
        }
    }

    @Test
    void findsATailThatWasComputedAnewWithoutTheKey() {
        ChainKey thief = new Node(new FakeChainStore(), directory.resolve("thief")).key();
        rewrite(thief, 4);
        isFound(Fault.Kind.RECOMPUTED, 4, 6);
    }

    @Test
    void findsARecordWhoseMacWasComputedAnewWithoutTheKey() {
        ChainKey thief = new Node(new FakeChainStore(), directory.resolve("thief")).key();
        node.put(3, thief.link(node.link(2).asHead(), node.name, Node.event("x")));
        isFound(Fault.Kind.RECOMPUTED, 3, 3);
    }

    @Test
    void findsAChainThatWasComputedAnewEvenWithTheKey() {
        rewrite(node.key(), 2);
        isFound(Fault.Kind.RECOMPUTED, 6, 6);
    }

    @Test
    void holdsAfterTheOldestRecordsWereCut() {
        cut(Node.NOW.plusSeconds(3));
        node.write("g");
        assertThat(node.actions()).containsExactly("young", "g");
        assertThat(node.verify().faultCount()).isZero();
        assertThat(node.verify().cutAt()).isNotNull();
    }

    private void cut(Instant before) {
        node.writers.append(Node.TRAIL, Node.event("young", Node.NOW.plusSeconds(60)));
        assertThat(removed(before)).containsExactly(new TrailRetention.Removed(node.name, 6, 0, 7));
    }

    @Test
    void aCutTakesNothingAwayThatOnlyAThiefCallsOld() {
        for (int seq = 1; seq <= 3; seq++) {
            ChainRecord link = node.link(seq);
            AuditRecord aged = Node.event(link.event().action(), Node.NOW.minusSeconds(1_000_000));
            node.put(seq, with(link, aged));
        }
        store.links.put(node.id(1), new StoredLink(node.id(1), null));

        assertThat(removed(Node.NOW.minusSeconds(1_000))).isEmpty();
        assertThat(node.verify().faultCount()).isPositive();
    }

    @Test
    void aCutTellsHowManyOfItsRecordsWereDamaged() {
        node.put(2, with(node.link(2), renamed(node.link(2).event(), "x")));
        node.put(6, with(node.link(6), renamed(node.link(6).event(), "x")));
        node.writers.append(Node.TRAIL, Node.event("young", Node.NOW.plusSeconds(60)));

        assertThat(removed(Node.NOW.plusSeconds(3))).containsExactly(new TrailRetention.Removed(node.name, 4, 1, 5));
        isFound(Fault.Kind.CHANGED, 6, 6);
    }

    private List<TrailRetention.Removed> removed(Instant before) {
        Clock clock = Clock.fixed(Node.NOW, ZoneOffset.UTC);
        return new TrailRetention(trail -> store, node.keys, clock).cut(Node.TRAIL, before);
    }

    @Test
    void findsWhatIsMissingBehindACut() {
        cut(Node.NOW.plusSeconds(3));
        node.write("g", "h");
        store.links.remove(node.id(7));
        isFound(Fault.Kind.REMOVED, 7, 7);
    }

    @Test
    void findsANoteOfACutThatTheHubDidNotWrite() {
        store.cut(new Cut(node.name, 4, node.link(3).mac(), Node.NOW, "00".repeat(32)));
        assertThat(node.verify().faults())
                .extracting(Fault::kind)
                .containsExactly(Fault.Kind.CHANGED, Fault.Kind.REMOVED);
    }

    @Test
    void findsThatTheNoteOfACutIsGone() {
        cut(Node.NOW.plusSeconds(3));
        store.cuts.clear();
        isFound(Fault.Kind.REMOVED, 1, 6);
    }

    @Test
    void aCutThatWasBrokenOffIsNoFaultAndAForgedRestOfItIs() {
        ChainRecord sixth = node.link(6);
        cut(Node.NOW.plusSeconds(3));
        node.put(6, sixth);
        assertThat(node.verify().faultCount()).isZero();
        node.put(6, with(sixth, renamed(sixth.event(), "x")));
        isFound(Fault.Kind.INSERTED, 6, 6);
    }

    @Test
    void keepsTheLastRecordHoweverOldItIs() {
        assertThat(removed(Instant.MAX.minusSeconds(1))).hasSize(1);
        assertThat(node.actions()).containsExactly("f");
        assertThat(node.verify().faultCount()).isZero();
    }

    @Test
    void twoInstallationsHaveOtherKeys() {
        Node other = new Node(new FakeChainStore(), directory.resolve("other")).write("a");
        assertThat(node.key().verifies(other.link(1))).isFalse();
        assertThat(other.key().verifies(other.link(1))).isTrue();
    }

    @Test
    void findsEveryChangeOfAnyByteOfAnyField() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            TreeMap<String, StoredLink> before = new TreeMap<>(store.links);
            long seq = 1L + random.nextInt(6);
            int field = random.nextInt(17);
            node.put(seq, altered(node.link(seq), field, random));
            assertThat(node.verify().faultCount())
                    .as("round %d: field %d of %d", round, field, seq)
                    .isPositive();
            store.links.putAll(before);
        }
        assertThat(node.verify().faultCount()).isZero();
    }

    private static ChainRecord altered(ChainRecord link, int field, Random random) {
        AuditRecord event = link.event();
        List<String> texts = new ArrayList<>(List.of(
                event.eventId(),
                event.tenant(),
                event.kind(),
                event.user(),
                event.userId(),
                event.action(),
                event.resource(),
                event.ip(),
                event.userAgent(),
                event.session(),
                event.requestId(),
                event.result(),
                event.details(),
                link.chain(),
                link.prev(),
                link.mac()));
        Instant timestamp = event.timestamp();
        if (field == texts.size()) {
            timestamp = timestamp.plusMillis(1L + random.nextInt(1_000_000));
        } else {
            texts.set(field, altered(texts.get(field), random));
        }
        return new ChainRecord(
                new AuditRecord(
                        texts.get(0),
                        timestamp,
                        texts.get(1),
                        texts.get(2),
                        texts.get(3),
                        texts.get(4),
                        texts.get(5),
                        texts.get(6),
                        texts.get(7),
                        texts.get(8),
                        texts.get(9),
                        texts.get(10),
                        texts.get(11),
                        texts.get(12)),
                texts.get(13),
                link.seq(),
                texts.get(14),
                texts.get(15));
    }

    private static String altered(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        int at = random.nextInt(text.length());
        changed.setCharAt(at, (char) (text.charAt(at) ^ (1 + random.nextInt(15))));
        return changed.toString();
    }

    @Test
    void fieldsDoNotRunIntoEachOther() {
        byte[] one = CanonicalForm.of("x").add("ab").add("c").bytes();
        assertThat(CanonicalForm.of("x").add("a").add("bc").bytes()).isNotEqualTo(one);
        assertThat(CanonicalForm.of("x").add("").bytes())
                .isNotEqualTo(CanonicalForm.of("x").add((String) null).bytes());
    }

    @Test
    void tellsThatCheckpointsWereChangedOrEmptied() throws IOException {
        Path file = directory.resolve("audit/checkpoints");
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Files.writeString(file, text.replace(" 6 ", " 2 "));
        assertThat(new Node(store, directory).checkpoints.damaged()).isEqualTo(1);
        Files.writeString(file, "");
        assertThat(new Node(store, directory).checkpoints.damaged()).isEqualTo(1);
        Files.writeString(file, text + "unfinished");
        assertThat(new Node(store, directory).checkpoints.damaged()).isZero();
    }
}
