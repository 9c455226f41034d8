package io.ris.agent.enrolment;

import io.ris.protocol.AgentId;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Who an agent is and where its hub is.
 *
 * @param name as the hub knows it
 * @param hub base URL of the hub
 * @param websocketPath where at the hub to connect
 * @param labels what the agent was started with
 * @param tokenDigest SHA-256 of the token that it was enrolled with, so that another one is told from the same
 * @param pins fingerprints of the CAs of which one must have signed the hub's certificate; empty for that of {@code ca.pem}
 */
public record Identity(
        AgentId agentId,
        String tenantCode,
        String name,
        URI hub,
        String websocketPath,
        Map<String, String> labels,
        String tokenDigest,
        List<String> pins) {

    @SuppressWarnings("ConstantValue") // a file of an earlier version holds no pins
    public Identity {
        labels = Map.copyOf(labels);
        pins = pins == null ? List.of() : List.copyOf(pins);
    }

    /** The same agent at a hub that has moved. */
    public Identity at(URI newHub) {
        return new Identity(agentId, tenantCode, name, newHub, websocketPath, labels, tokenDigest, pins);
    }

    /** The same agent with other labels. */
    public Identity labelled(Map<String, String> newLabels) {
        return new Identity(agentId, tenantCode, name, hub, websocketPath, newLabels, tokenDigest, pins);
    }

    /** The same agent with other pins. */
    public Identity pinning(List<CaFingerprint> newPins) {
        List<String> texts = newPins.stream().map(CaFingerprint::toString).toList();
        return new Identity(agentId, tenantCode, name, hub, websocketPath, labels, tokenDigest, texts);
    }

    List<CaFingerprint> fingerprints() {
        return pins.stream().map(CaFingerprint::parse).toList();
    }

    /** Where at the hub a path of the REST interface is. */
    URI rest(String path) {
        return rest(hub, path);
    }

    static URI rest(URI hub, String path) {
        return URI.create(hub.getScheme() + "://" + hub.getRawAuthority() + path);
    }

    /** Where the connection goes. */
    public URI websocketUri() {
        String scheme = "http".equals(hub.getScheme()) ? "ws" : "wss";
        return URI.create(scheme + "://" + hub.getRawAuthority() + websocketPath);
    }
}
