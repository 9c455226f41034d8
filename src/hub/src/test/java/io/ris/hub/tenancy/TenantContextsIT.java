package io.ris.hub.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class TenantContextsIT {

    private static final int TENANTS = 8;
    private static final int READERS = 6;
    private static final int READS = 20_000;
    private static final int CHANGES = 60;

    private final List<TenantCode> codes = new ArrayList<>();

    @Inject
    private TenantLifecycle lifecycle;

    @Inject
    private TenantContexts contexts;

    @Inject
    private Store store;

    @Test
    void nobodyIsEverGivenAnotherTenantsContextOrOneFromBeforeAChangeThatIsOver() throws Exception {
        for (int i = 0; i < TENANTS; i++) {
            TenantCode code = new TenantCode(
                    "c" + UUID.randomUUID().toString().replace("-", "").substring(0, 12));
            lifecycle.create(code, NewTenants.named(code + "/0"), null, null);
            codes.add(code);
        }
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int reader = 0; reader < READERS; reader++) {
            int first = reader;
            work.add(() -> read(first));
        }
        work.add(this::change);
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            for (Future<Boolean> done : threads.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
        }
    }

    private boolean read(int first) {
        for (int i = 0; i < READS; i++) {
            TenantCode code = codes.get((first + i) % TENANTS);
            TenantContext context = contexts.find(code).orElseThrow();
            assertThat(context.tenantCode()).isEqualTo(code);
            assertThat(context.name()).startsWith(code + "/");
            String database =
                    TenantScope.call(code, () -> store.ofTenant().commands().getName());
            assertThat(database).isEqualTo(store.databaseName(code));
        }
        return true;
    }

    private boolean change() {
        for (int i = 1; i <= CHANGES; i++) {
            TenantCode code = codes.get(i % TENANTS);
            lifecycle.change(code.value(), NewTenants.named(code + "/" + i), null);
            assertThat(contexts.find(code)).map(TenantContext::name).contains(code + "/" + i);
        }
        return true;
    }
}
