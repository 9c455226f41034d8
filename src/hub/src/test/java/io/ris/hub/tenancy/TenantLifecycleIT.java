package io.ris.hub.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.cluster.NodeLeases;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class TenantLifecycleIT {

    private final TenantCode code =
            new TenantCode("t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12));

    @Inject
    private TenantLifecycle lifecycle;

    @Inject
    private TenantRepository tenants;

    @Inject
    private TenantContexts contexts;

    @Inject
    private TenantWatch watch;

    @Inject
    private Clock clock;

    @Inject
    private Store store;

    @Inject
    private NodeLeases nodes;

    @Test
    void aNewTenantWorksAtOnce() {
        lifecycle.create(code, NewTenants.named("New"), null, null);
        contexts.requireActive(code);
        assertThat(contexts.find(code)).map(TenantContext::name).contains("New");
    }

    @Test
    void oneOfManyWhoMakeTheSameTenantWins() throws Exception {
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            attempts.add(this::create);
        }
        int made = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                made += attempt.get() ? 1 : 0;
            }
        }
        assertThat(made).isEqualTo(1);
        contexts.requireActive(code);
    }

    private boolean create() {
        try {
            lifecycle.create(code, NewTenants.named("New"), null, null);
            return true;
        } catch (HubException.Conflict taken) {
            return false;
        }
    }

    @Test
    void whoeverAsksAgainFinishesWhatAKilledNodeBegan() {
        begun("a node that was killed");
        assertThatExceptionOfType(HubException.Refused.class).isThrownBy(() -> contexts.requireActive(code));

        TenantLifecycle.Made made = lifecycle.create(code, NewTenants.named("Second"), "root", null);

        assertThat(made.password()).isNotBlank();
        assertThat(made.tenant().id()).isEqualTo("begun-" + code);
        contexts.requireActive(code);
    }

    @Test
    void aCodeThatALiveNodeIsProvisioningIsTaken() {
        begun(liveNodeOtherThanThis());
        assertThatExceptionOfType(HubException.Conflict.class).isThrownBy(this::createOrThrow);
    }

    private void createOrThrow() {
        lifecycle.create(code, NewTenants.named("New"), null, null);
    }

    /** Its lease is in the store as if it were another process's. */
    private String liveNodeOtherThanThis() {
        String id = "another-" + code;
        store.platform()
                .commands()
                .getCollection("nodes")
                .insertOne(new Document("_id", id)
                        .append("lease_until", Date.from(clock.instant().plusSeconds(60))));
        await().until(() -> nodes.live().contains(id));
        return id;
    }

    private void begun(String node) {
        Instant now = clock.instant();
        TenantProfile profile = NewTenants.named("First")
                .over(new TenantProfile(
                        "",
                        null,
                        TenantSettings.USUAL,
                        ResourceLimits.NONE,
                        JsonTexts.read("{}", JsonNode.class),
                        null));
        tenants.insert(
                new Tenant("begun-" + code, code, profile, TenantStanding.provisioningBy(node, now), now, now, 1));
    }

    @Test
    void aSuspendedTenantIsNotAtWorkUntilItIsResumed() {
        createOrThrow();
        lifecycle.suspend(code.value(), "unpaid");
        assertThatExceptionOfType(HubException.Refused.class).isThrownBy(() -> contexts.requireActive(code));
        lifecycle.resume(code.value());
        contexts.requireActive(code);
    }

    @Test
    void theDefaultTenantCannotBeSuspended() {
        assertThatExceptionOfType(HubException.Conflict.class).isThrownBy(() -> lifecycle.suspend("default", null));
    }

    @Test
    void whatAnotherNodeChangedIsNoticed() {
        createOrThrow();
        contexts.requireActive(code);
        Tenant present = lifecycle.require(code.value());
        tenants.update(present.with(TenantStanding.of(TenantStatus.SUSPENDED, clock.instant()), clock.instant()));

        watch.look();

        assertThatExceptionOfType(HubException.Refused.class).isThrownBy(() -> contexts.requireActive(code));
    }

    @Test
    void ofTwoChangesOfOneRevisionOneIsRefused() {
        createOrThrow();
        Tenant present = lifecycle.require(code.value());
        lifecycle.change(code.value(), NewTenants.named("Other"), null);
        assertThatExceptionOfType(HubException.Conflict.class)
                .isThrownBy(() ->
                        lifecycle.change(code.value(), NewTenants.named("Third"), "\"" + present.revision() + "\""));
    }
}
