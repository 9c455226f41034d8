package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the seed promises clients and other services about a tenant. */
@ExtendWith(SharedHub.class)
class SeedTenantIT {

    private final Hub hub;

    SeedTenantIT(Hub hub) {
        this.hub = hub;
    }

    @Test
    void tellsAClientsConfiguration() {
        JsonNode agent = hub.admin().agentNamed("local");
        String id = agent.path("unique_client_id").asText();
        JsonNode data = hub.admin()
                .get("/platform/v1/risclient/" + id + "/local")
                .expect(200)
                .data();
        assertThat(data.path("client_config").path("server_host").asText())
                .isEqualTo(hub.base().toString());
        assertThat(data.path("client_config").path("websocket_path").asText()).isEqualTo("/pingpong");
        assertThat(data.path("client_config").path("heartbeat_interval").asInt())
                .isEqualTo(30);
        assertThat(data.path("certificates").path("client_key").asText()).isEmpty();
        assertThat(data.path("certificates").path("client_cert").asText()).contains("BEGIN CERTIFICATE");
        assertThat(data.path("certificates").path("ca_cert").asText()).contains("BEGIN CERTIFICATE");
        assertThat(data.path("tenant_info").path("tenant_code").asText()).isEqualTo("default");
        assertThat(data.path("tenant_info")
                        .path("database_config")
                        .path("database")
                        .asText())
                .isEqualTo("ris_default");
        hub.admin().get("/platform/v1/risclient/" + id + "/elsewhere").expectProblem(404, "client_not_found");
        assertThat(hub.admin()
                        .get("/internal/v1/risclient/" + id)
                        .expect(200)
                        .data()
                        .path("name")
                        .asText())
                .isEqualTo("local");
    }

    @Test
    void tellsATenantOfItselfAndOfNobodyElse() {
        NewTenant tenant = NewTenant.of(hub);
        tenant.api().createAgent("host-1");
        JsonNode own = tenant.api()
                .get("/platform/v1/remotetenantconfigdata/" + tenant.code() + "/host-1")
                .expect(200)
                .data();
        String tenantId = own.path("tenant_info").path("tenant_id").asText();
        assertThat(own.path("tenant_info").path("tenant_code").asText()).isEqualTo(tenant.code());
        tenant.api().get("/platform/v1/remotetenantconfigdata/default/local").expectProblem(404, "tenant_not_found");
        tenant.api().get("/platform/v1/remotetenantconfigdata/nobody/local").expectProblem(404, "tenant_not_found");
        tenant.api().get("/internal/v1/remotetenantclient/" + tenantId).expectProblem(403, "forbidden");
        assertThat(hub.admin()
                        .get("/internal/v1/remotetenantclient/" + tenantId)
                        .expect(200)
                        .data()
                        .path("tenant_code")
                        .asText())
                .isEqualTo(tenant.code());
    }
}
