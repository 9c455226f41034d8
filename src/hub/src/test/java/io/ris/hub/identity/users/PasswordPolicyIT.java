package io.ris.hub.identity.users;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.tenancy.NewTenants;
import io.ris.hub.tenancy.policy.PasswordRules;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class PasswordPolicyIT {

    private static final TenantCode TENANT = new TenantCode("password_policy");
    private static final Duration ON_EVERY_NODE = Duration.ofSeconds(5);

    @Inject
    private NewTenants tenants;

    @Inject
    private PasswordPolicy policy;

    @Inject
    private Store store;

    @BeforeEach
    void makeTenant() {
        tenants.require(TENANT);
    }

    private PasswordRules rules() {
        return TenantScope.call(TENANT, policy::rules);
    }

    private void anotherNodeStores(String settings) {
        store.platform()
                .commands()
                .getCollection("tenants")
                .updateOne(eq("code", TENANT.value()), combine(set("settings", settings), inc("revision", 1L)));
    }

    private void awaitMinLength(int length) {
        await("the rules that hold").atMost(ON_EVERY_NODE).untilAsserted(() -> assertThat(rules().minLength())
                .isEqualTo(length));
    }

    @Test
    void whatAnotherNodeChangesHoldsHereSoon() {
        awaitMinLength(12);

        anotherNodeStores(
                "{\"security_policy\":{\"password\":{\"min_length\":77,\"character_classes\":[\"digit\",\"symbol\"]}}}");
        awaitMinLength(77);
        assertThat(TenantScope.call(TENANT, policy::make))
                .hasSize(77)
                .matches(".*\\d.*")
                .matches(".*[_-].*");

        anotherNodeStores("{}"); // as a hub before there were rules has written
        awaitMinLength(12);
    }
}
