package io.ris.agent.enrolment;

import io.ris.protocol.AgentId;
import java.net.URI;
import java.util.Map;

/**
 * Who an agent is and where its hub is.
 *
 * @param name as the hub knows it
 * @param hub base URL of the hub
 * @param websocketPath where at the hub to connect
 * @param labels what the agent was started with
 * @param tokenDigest SHA-256 of the token that it was enrolled with, so that another one is told from the same
 */
public record Identity(
        AgentId agentId,
        String tenantCode,
        String name,
        URI hub,
        String websocketPath,
        Map<String, String> labels,
        String tokenDigest) {

    public Identity {
        labels = Map.copyOf(labels);
    }

    /** The same agent at a hub that has moved. */
    public Identity at(URI newHub) {
        return new Identity(agentId, tenantCode, name, newHub, websocketPath, labels, tokenDigest);
    }

    /** The same agent with other labels. */
    public Identity labelled(Map<String, String> newLabels) {
        return new Identity(agentId, tenantCode, name, hub, websocketPath, newLabels, tokenDigest);
    }

    /** Where the connection goes. */
    public URI websocketUri() {
        String scheme = "http".equals(hub.getScheme()) ? "ws" : "wss";
        return URI.create(scheme + "://" + hub.getRawAuthority() + websocketPath);
    }
}
