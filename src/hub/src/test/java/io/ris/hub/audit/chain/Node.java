package io.ris.hub.audit.chain;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.testing.ManualClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A hub node's part of the trail over a store of the test; made again on its directory it is the node started again. */
final class Node {

    static final Trail TRAIL = new Trail(new TenantCode("acme"));
    static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");

    final FakeChainStore store;
    final FakeChainStore platform = new FakeChainStore();
    final ChainKeys keys;
    final Checkpoints checkpoints;
    final ChainWriters writers;
    final Spool spool;
    final TrailVerifier verifier;
    final String name;

    Node(FakeChainStore store, Path dataDirectory) {
        this.store = store;
        AuditDirectory directory = new AuditDirectory(dataDirectory.toString());
        name = directory.node();
        keys = new ChainKeys(store.vault);
        checkpoints = new Checkpoints(directory, keys);
        Clock clock = new EverLater();
        ChainStores stores = trail -> trail.equals(Trail.PLATFORM) ? platform : store;
        writers = new ChainWriters(stores, keys, checkpoints, directory, clock);
        spool = new Spool(directory, keys, writers);
        verifier = new TrailVerifier(stores, keys, writers, checkpoints);
        writers.open(trail -> true);
    }

    /** A clock that moves on by more than the pause after a failure whenever it is looked at. */
    private static final class EverLater extends ManualClock {

        EverLater() {
            super(NOW);
        }

        @Override
        public synchronized Instant instant() {
            pass(Duration.ofSeconds(2));
            return super.instant();
        }
    }

    ChainKey key() {
        return keys.of(TRAIL);
    }

    static AuditRecord event(String action) {
        return event(action, NOW);
    }

    static AuditRecord event(String action, Instant at) {
        return new AuditRecord(
                UUID.randomUUID().toString(),
                at,
                "acme",
                "administration",
                "anna",
                "u-1",
                action,
                "/platform/v1/users/7",
                "192.0.2.7",
                "curl/8",
                "s-1",
                "r-1",
                "success",
                "{\"status\":\"200\"}");
    }

    Node write(String... actions) {
        List.of(actions).forEach(action -> writers.append(TRAIL, event(action)));
        return this;
    }

    ChainReport verify() {
        List<ChainReport> reports = verifier.verify(TRAIL);
        if (reports.size() != 1) {
            throw new AssertionError("not one chain: " + reports);
        }
        return reports.getFirst();
    }

    List<String> actions() {
        return store.links.values().stream()
                .map(link -> link.record().event().action())
                .toList();
    }

    String id(long seq) {
        return StoredLink.id(name, seq);
    }

    ChainRecord link(long seq) {
        return store.links.get(id(seq)).record();
    }

    void put(long seq, ChainRecord record) {
        store.links.put(id(seq), new StoredLink(id(seq), record));
    }
}
