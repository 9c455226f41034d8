package io.ris.protocol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an agent gets when it is enrolled.
 *
 * @param agentId who the agent is from now on
 * @param clientCert its certificate in PEM
 * @param caCert in PEM the CA that signed the hub's server, which the agent has pinned; not that of its own certificate
 * @param websocketPath where to connect
 * @param renewAfter when to ask for the next certificate, from now, in seconds
 * @param connectPort port of the hub where to connect; null for the one where the agent enrolled
 */
public record EnrolmentAnswer(
        AgentId agentId,
        String tenantCode,
        String name,
        String clientCert,
        String caCert,
        String websocketPath,
        Duration renewAfter,
        @Nullable Integer connectPort) {}
