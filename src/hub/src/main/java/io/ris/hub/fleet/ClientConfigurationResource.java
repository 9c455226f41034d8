package io.ris.hub.fleet;

import io.ris.hub.fleet.enrolment.CertificateAuthority;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import io.ris.hub.tenancy.TenantInfo;
import io.ris.hub.tenancy.TenantInfos;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What an agent, and other services about it, are told of its configuration (seed 000, "Get Client Configuration"). */
@HubService
@Path("/platform/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Clients")
public class ClientConfigurationResource {

    private final AgentService agents;
    private final AgentKeys keys;
    private final TenantInfos tenants;
    private final CertificateAuthority authority;
    private final Duration heartbeatInterval;
    private final int maxAttempts;
    private final Optional<String> publicUrl;

    @Inject
    public ClientConfigurationResource(
            AgentService agents,
            AgentKeys keys,
            TenantInfos tenants,
            CertificateAuthority authority,
            @ConfigProperty(name = "client_management.heartbeat_interval") Duration heartbeatInterval,
            @ConfigProperty(name = "client_management.reconnection_policy.max_attempts") int maxAttempts,
            @ConfigProperty(name = "server.public_url") Optional<String> publicUrl) {
        this.agents = agents;
        this.keys = keys;
        this.tenants = tenants;
        this.authority = authority;
        this.heartbeatInterval = heartbeatInterval;
        this.maxAttempts = maxAttempts;
        this.publicUrl = publicUrl;
    }

    @GET
    @Path("/risclient/{client}/{hostname}")
    @RequiresPermission(Permissions.CLIENT_READ)
    @Operation(summary = "A client's configuration, certificates and tenant")
    @APIResponse(responseCode = "200", description = "The configuration")
    @APIResponse(responseCode = "404", description = "There is no such client on that host")
    public Envelope<ClientConfiguration> clientConfiguration(
            @Parameter(description = "id, unique_client_id or name") @PathParam("client") String client,
            @Parameter(description = "The client's host or name") @PathParam("hostname") String hostname,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        Agent agent = requireOn(hostname, agents.require(client));
        return Envelope.of(new ClientConfiguration(
                config(uri),
                new Certificates(
                        keys.find(agent.agentId())
                                .map(AgentCredential::certificate)
                                .orElse(null),
                        "",
                        authority.certificatePem()),
                tenants.of(Caller.of(security).tenant())));
    }

    @GET
    @Path("/remotetenantconfigdata/{tenant}/{hostname}")
    @RequiresPermission(Permissions.CLIENT_READ)
    @Operation(summary = "The configuration of the caller's tenant for a host")
    @APIResponse(responseCode = "200", description = "The configuration")
    @APIResponse(responseCode = "404", description = "There is no such tenant, or it has no client on that host")
    public Envelope<TenantConfiguration> tenantConfiguration(
            @Parameter(description = "id or code of the tenant") @PathParam("tenant") String tenant,
            @Parameter(description = "Host or name of a client") @PathParam("hostname") String hostname,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        TenantInfo own = tenants.requireOwn(Caller.of(security), tenant);
        Agent agent = agents.findOn(hostname).orElseThrow(ClientConfigurationResource::notFound);
        return Envelope.of(new TenantConfiguration(own, config(uri), agent.id(), hostname));
    }

    private static Agent requireOn(String hostname, Agent agent) {
        if (!hostname.equalsIgnoreCase(agent.host()) && !hostname.equalsIgnoreCase(agent.name())) {
            throw notFound();
        }
        return agent;
    }

    private ClientConfig config(UriInfo uri) {
        String hub = publicUrl.orElseGet(
                () -> uri.getBaseUri().getScheme() + "://" + uri.getBaseUri().getAuthority());
        return new ClientConfig(
                hub, "/pingpong", heartbeatInterval.toSeconds(), new ReconnectPolicy(maxAttempts, "exponential"));
    }

    private static HubException.Conflict notFound() {
        return new HubException.Conflict(ProblemType.CLIENT_NOT_FOUND, "there is no such client");
    }

    /** The whole answer, as in the seed. */
    public record ClientConfiguration(ClientConfig clientConfig, Certificates certificates, TenantInfo tenantInfo) {}

    /**
     * How to reach the hub.
     *
     * @param heartbeatInterval in seconds
     */
    public record ClientConfig(
            String serverHost, String websocketPath, long heartbeatInterval, ReconnectPolicy reconnectPolicy) {}

    /** @param maxAttempts 0 for as many as it takes */
    public record ReconnectPolicy(int maxAttempts, String backoffStrategy) {}

    /**
     * PEM.
     *
     * @param clientCert null before the client has enrolled
     * @param clientKey empty: a client makes its own key, and the hub keeps none
     */
    public record Certificates(@Nullable String clientCert, String clientKey, String caCert) {}

    /** A tenant's configuration for a host. */
    public record TenantConfiguration(
            TenantInfo tenantInfo, ClientConfig clientConfig, String uniqueClientId, String hostname) {}
}
