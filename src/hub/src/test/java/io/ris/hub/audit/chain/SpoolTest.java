package io.ris.hub.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    @TempDir
    private Path directory;

    private final FakeChainStore store = new FakeChainStore();

    @Test
    void whatWaitsGoesIntoTheChainOnceItTakesIt() {
        Node node = new Node(store, directory).write("a");
        store.away = true;
        node.spool.add(Node.TRAIL, Node.event("late"));
        node.spool.drain();
        assertThat(node.spool.size()).isEqualTo(1);
        store.away = false;

        node.spool.drain();

        assertThat(node.spool.size()).isZero();
        assertThat(node.actions()).containsExactly("a", "late");
        assertThat(node.verify().faultCount()).isZero();
    }

    @Test
    void whatWaitsOutlivesARestartAndIsWrittenOnce() {
        AuditRecord event = Node.event("late");
        new Node(store, directory).spool.add(Node.TRAIL, event);

        Node again = new Node(store, directory);
        again.writers.append(Node.TRAIL, event);
        again.spool.add(Node.TRAIL, Node.event("later"));
        again.spool.drain();

        assertThat(again.actions()).isEqualTo(List.of("late", "later"));
        assertThat(new Node(store, directory).spool.size()).isZero();
    }

    /** Whoever gets the tenant's code next has no part in it. */
    @Test
    void whatWaitsForATenantThatIsGoneGoesIntoThePlatformsTrail() {
        Node node = new Node(store, directory).write("a");
        AuditRecord event = Node.event("late");
        node.spool.add(Node.TRAIL, event);

        node.spool.forget(trail -> !trail.equals(Node.TRAIL));
        node.spool.drain();

        assertThat(node.spool.size()).isZero();
        assertThat(node.actions()).containsExactly("a");
        assertThat(node.platform.holds(node.name, event.eventId())).isTrue();
    }
}
