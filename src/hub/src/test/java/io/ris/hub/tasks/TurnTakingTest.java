package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.protocol.AgentId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnTakingTest {

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final AtomicBoolean room = new AtomicBoolean(true);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private static AgentKey agent(String tenant) {
        return new AgentKey(new TenantCode(tenant), new AgentId("agent"));
    }

    private TurnTaking taking(Function<AgentKey, TurnTaking.After> turn) {
        return new TurnTaking(executor, tenant -> tenant.value().startsWith("own"), tenant -> room.get(), turn);
    }

    @Test
    void anAgentHasTurnsUntilThereIsNothingMoreToGive() {
        Map<AgentKey, AtomicInteger> left = new ConcurrentHashMap<>();
        List<TenantCode> scopes = new CopyOnWriteArrayList<>();
        TurnTaking turns = taking(agent -> {
            scopes.add(TenantScope.require());
            return left.get(agent).decrementAndGet() > 0 ? TurnTaking.After.AGAIN : TurnTaking.After.DONE;
        });
        left.put(agent("a"), new AtomicInteger(3));
        turns.want(agent("a"));
        await().until(() -> left.get(agent("a")).get() == 0);
        assertThat(scopes).hasSize(3).containsOnly(new TenantCode("a"));
    }

    @Test
    void everyWishLeadsToATurnHoweverManyComeAtOnce() throws Exception {
        AtomicInteger wishes = new AtomicInteger();
        AtomicInteger given = new AtomicInteger();
        TurnTaking turns = taking(agent -> {
            given.addAndGet(wishes.getAndSet(0));
            return TurnTaking.After.DONE;
        });
        int threads = 8;
        int each = 20_000;
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            executor.execute(() -> {
                for (int i = 0; i < each; i++) {
                    wishes.incrementAndGet();
                    turns.want(agent("a"));
                }
                done.countDown();
            });
        }
        done.await();
        await().until(() -> given.get() == threads * each);
    }

    @Test
    void aBlockedAgentHasItsTurnWhenThereIsRoom() {
        AtomicInteger given = new AtomicInteger();
        TurnTaking turns = taking(agent -> {
            if (!room.get()) {
                return TurnTaking.After.BLOCKED;
            }
            given.incrementAndGet();
            return TurnTaking.After.DONE;
        });
        room.set(false);
        turns.want(agent("a"));
        turns.want(agent("b"));
        assertThat(given).hasValue(0);
        room.set(true);
        turns.resume();
        await().until(() -> given.get() == 2);
    }

    @Test
    void aTurnThatFailsTakesNobodyElsesTurn() {
        AtomicInteger given = new AtomicInteger();
        TurnTaking turns = taking(agent -> {
            if (agent.equals(agent("broken"))) {
                throw new IllegalStateException("the store is away");
            }
            given.incrementAndGet();
            return TurnTaking.After.DONE;
        });
        turns.want(agent("broken"));
        turns.want(agent("whole"));
        await().until(() -> given.get() == 1);
        turns.want(agent("whole"));
        await().until(() -> given.get() == 2);
    }

    @Test
    void aTenantWhoseOwnStoreHangsKeepsNobodyElse() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        AtomicInteger given = new AtomicInteger();
        TurnTaking turns = taking(agent -> {
            if (agent.tenant().value().startsWith("own")) {
                awaitQuietly(hangs);
            } else {
                given.incrementAndGet();
            }
            return TurnTaking.After.DONE;
        });
        for (int i = 0; i < 50; i++) {
            turns.want(new AgentKey(new TenantCode("own"), new AgentId("agent-" + i)));
        }
        turns.want(agent("shared"));
        await().until(() -> given.get() == 1);
        hangs.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
