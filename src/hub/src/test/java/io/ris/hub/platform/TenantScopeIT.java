package io.ris.hub.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentFilter;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.tasks.TaskFilter;
import io.ris.hub.tasks.TaskService;
import io.ris.hub.tenancy.NewTenants;
import jakarta.inject.Inject;
import java.util.List;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class TenantScopeIT {

    private static final TenantCode ACME = new TenantCode("acme");
    private static final TenantCode OTHER = new TenantCode("other");
    private static final PageRequest ALL = new PageRequest(1, 10, new PageRequest.Sort("_id", false));

    @Inject
    private Store store;

    @Inject
    private AgentService agents;

    @Inject
    private TaskService tasks;

    @Inject
    private NewTenants tenants;

    @BeforeEach
    void provision() {
        tenants.require(ACME);
        tenants.require(OTHER);
    }

    @Test
    void aTenantThatNobodyMadeHasNoDatabase() {
        assertThatExceptionOfType(HubException.Refused.class)
                .isThrownBy(() -> TenantScope.run(new TenantCode("nobody"), () -> store.ofTenant()));
    }

    @BeforeEach
    @AfterEach
    void leave() {
        TenantScope.leave();
    }

    @Test
    void nothingOfATenantCanBeReachedOutsideAScope() {
        assertThatIllegalStateException().isThrownBy(() -> store.ofTenant());
        assertThatIllegalStateException().isThrownBy(() -> agents.find("1"));
        assertThatIllegalStateException().isThrownBy(() -> agents.page(AgentFilter.ALL, ALL));
        assertThatIllegalStateException().isThrownBy(() -> agents.add("agent", null, null, List.of()));
        assertThatIllegalStateException()
                .isThrownBy(() -> tasks.page(new TaskFilter(null, null, null, null, null), ALL));
    }

    @Test
    void tenantsDoNotSeeOneAnother() {
        Agent ours = TenantScope.call(ACME, () -> agents.add("agent", "ours", null, List.of()));
        TenantScope.run(OTHER, () -> {
            assertThat(agents.find(ours.agentId())).isEmpty();
            assertThat(agents.find(ours.id())).isEmpty();
            assertThat(agents.find(ours.name())).isEmpty();
            assertThat(agents.page(AgentFilter.ALL, ALL).total()).isZero();
        });
        TenantScope.run(ACME, () -> assertThat(agents.find(ours.agentId())).isPresent());
    }

    @Test
    void whatIsRememberedOfOneTenantIsNotToldToAnother() {
        Agent ours = TenantScope.call(ACME, () -> agents.add("remembered", "ours", null, List.of()));
        Agent theirs = TenantScope.call(OTHER, () -> agents.add("remembered", "theirs", null, List.of()));
        TenantScope.run(
                ACME, () -> assertThat(agents.find("remembered")).map(Agent::id).contains(ours.id()));
        TenantScope.run(
                OTHER,
                () -> assertThat(agents.find("remembered")).map(Agent::id).contains(theirs.id()));
    }

    @Test
    void eachTenantHasADatabaseOfItsOwn() {
        assertThat(List.of(store.databaseName(ACME), store.databaseName(OTHER)))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.length() <= 63);
    }
}
