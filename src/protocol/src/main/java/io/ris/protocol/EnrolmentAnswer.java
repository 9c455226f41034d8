package io.ris.protocol;

import java.time.Duration;

/**
 * What an agent gets when it is enrolled.
 *
 * @param agentId who the agent is from now on
 * @param clientCert its certificate in PEM
 * @param caCert the hub's CA in PEM
 * @param websocketPath where to connect
 * @param renewAfter when to ask for the next certificate, from now, in seconds
 */
public record EnrolmentAnswer(
        AgentId agentId,
        String tenantCode,
        String name,
        String clientCert,
        String caCert,
        String websocketPath,
        Duration renewAfter) {}
