package io.ris.hub.fleet.enrolment;

import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.tenancy.TenantService;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Invites the agent that {@code ris up} starts beside the hub: leaves a token in the file that it named. */
@HubService
class LocalAgent {

    private static final String NAME = "local";

    private final AgentService agents;
    private final EnrolmentService enrolments;
    private final TenantService tenants;
    private final Optional<String> tokenFile;

    @Inject
    LocalAgent(
            AgentService agents,
            EnrolmentService enrolments,
            TenantService tenants,
            @ConfigProperty(name = "RIS_LOCAL_AGENT_TOKEN_FILE") Optional<String> tokenFile) {
        this.agents = agents;
        this.enrolments = enrolments;
        this.tenants = tenants;
        this.tokenFile = tokenFile;
    }

    void invite(@Observes @Priority(StartupOrder.FLEET + 1) Startup startup) {
        tokenFile
                .map(Path::of)
                .ifPresent(file -> TenantScope.run(tenants.defaultTenant(), () -> {
                    Agent agent = agents.find(NAME)
                            .orElseGet(() -> agents.add(NAME, "The hub's own machine", null, List.of()));
                    write(file, enrolments.invite(agent).token());
                }));
    }

    private static void write(Path file, String token) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, token, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
