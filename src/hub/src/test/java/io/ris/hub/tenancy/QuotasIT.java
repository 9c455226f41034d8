package io.ris.hub.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ris.hub.fleet.AgentService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class QuotasIT {

    private static final int LIMIT = 10;
    private static final long GB = 1L << 30;

    private final TenantCode code =
            new TenantCode("q" + UUID.randomUUID().toString().replace("-", "").substring(0, 12));

    @Inject
    private TenantLifecycle lifecycle;

    @Inject
    private AgentService agents;

    @Inject
    private Quotas quotas;

    @Inject
    private StorageGauge storage;

    @BeforeEach
    void provision() {
        lifecycle.create(code, NewTenants.named("Limited"), null, null);
        limit(LIMIT);
    }

    private void limit(int clients) {
        lifecycle.change(
                code.value(),
                new TenantOrder(null, null, null, new ResourceLimits(clients, null, null, null), null, null),
                null);
    }

    @Test
    void ofAHundredAddsAtOnceExactlyAsManySucceedAsThereMayBe() throws Exception {
        List<Callable<Boolean>> adds = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String name = "agent-" + i;
            adds.add(() -> TenantScope.call(code, () -> add(name)));
        }
        int added = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(25)) {
            for (Future<Boolean> add : threads.invokeAll(adds)) {
                added += add.get() ? 1 : 0;
            }
        }
        assertThat(added).isEqualTo(LIMIT);
        assertThat(present()).isEqualTo(LIMIT);
    }

    private boolean add(String name) {
        try {
            agents.add(name, null, null, List.of());
            return true;
        } catch (HubException.Unavailable refused) {
            assertThat(refused.type()).isEqualTo(ProblemType.CLIENT_LIMIT);
            return false;
        }
    }

    private long present() {
        return TenantScope.call(code, () -> quotas.present(Quota.CLIENTS));
    }

    @Test
    void aPlaceIsFreeAgainWhenTheAgentIsDeletedOrCouldNotBeMade() {
        limit(1);
        TenantScope.run(code, () -> {
            agents.add("one", null, null, List.of());
            assertThat(add("two")).isFalse();
            agents.delete("one", null);
            assertThat(add("two")).isTrue();
            agents.delete("two", null);
            agents.add("three", null, null, List.of());
        });
        limit(2);
        TenantScope.run(code, () -> {
            assertThatExceptionOfType(HubException.Conflict.class)
                    .isThrownBy(() -> agents.add("three", null, null, List.of()));
            assertThat(add("four")).isTrue();
        });
    }

    @Test
    void whatWasThereBeforeTheLimitCounts() {
        limit(0);
        TenantScope.run(code, () -> {
            agents.add("one", null, null, List.of());
            agents.add("two", null, null, List.of());
        });
        limit(2);
        TenantScope.run(code, () -> assertThat(add("three")).isFalse());
        limit(0);
        TenantScope.run(code, () -> assertThat(add("three")).isTrue());
    }

    @Test
    void keepsNoMoreThanATenantMayKeep() {
        lifecycle.change(
                code.value(),
                new TenantOrder(null, null, null, new ResourceLimits(null, null, 1, null), null, null),
                null);
        TenantScope.run(code, () -> {
            assertThat(storage.hasRoomFor(GB / 2)).isTrue();
            assertThatExceptionOfType(HubException.Refused.class)
                    .isThrownBy(() -> storage.requireRoomFor(GB / 2))
                    .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.STORAGE_LIMIT));
            assertThat(storage.hasRoomFor(GB / 4)).isTrue();
        });
    }
}
