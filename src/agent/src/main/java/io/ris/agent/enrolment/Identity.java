package io.ris.agent.enrolment;

import io.ris.protocol.AgentId;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who an agent is and where its hub is.
 *
 * @param name as the hub knows it
 * @param hub base URL of the hub
 * @param websocketPath where at the hub to connect
 * @param labels what the agent was started with
 * @param tokenDigest SHA-256 of the token that it was enrolled with, so that another one is told from the same
 * @param pins fingerprints of the CAs of which one must have signed the hub's certificate; empty for that of {@code ca.pem}
 * @param signedTokens whether to connect with a signed token and to show no certificate, as behind a proxy that ends TLS
 * @param connectPort port of the hub for connections, where it is another than the URL's; null for that
 */
public record Identity(
        AgentId agentId,
        String tenantCode,
        String name,
        URI hub,
        String websocketPath,
        Map<String, String> labels,
        String tokenDigest,
        List<String> pins,
        boolean signedTokens,
        @Nullable Integer connectPort) {

    @SuppressWarnings("ConstantValue") // a file of an earlier version holds no pins
    public Identity {
        labels = Map.copyOf(labels);
        pins = pins == null ? List.of() : List.copyOf(pins);
    }

    /** The same agent at a hub that has moved. */
    public Identity at(URI newHub) {
        return new Identity(
                agentId, tenantCode, name, newHub, websocketPath, labels, tokenDigest, pins, signedTokens, connectPort);
    }

    /** The same agent with other labels. */
    public Identity labelled(Map<String, String> newLabels) {
        return new Identity(
                agentId, tenantCode, name, hub, websocketPath, newLabels, tokenDigest, pins, signedTokens, connectPort);
    }

    /** The same agent with other pins. */
    public Identity pinning(List<CaFingerprint> newPins) {
        List<String> texts = newPins.stream().map(CaFingerprint::toString).toList();
        return new Identity(
                agentId, tenantCode, name, hub, websocketPath, labels, tokenDigest, texts, signedTokens, connectPort);
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

    /** The same agent with another port for connections. */
    public Identity connectingTo(int port) {
        return new Identity(
                agentId, tenantCode, name, hub, websocketPath, labels, tokenDigest, pins, signedTokens, port);
    }

    /** The same agent, with signed tokens or without. */
    public Identity withSignedTokens(boolean signed) {
        return new Identity(
                agentId, tenantCode, name, hub, websocketPath, labels, tokenDigest, pins, signed, connectPort);
    }

    /** Where a connection may go, the likeliest first. */
    public List<URI> websocketUris() {
        URI usual = websocketUri(hub.getRawAuthority());
        if (connectPort == null || connectPort == hub.getPort()) {
            return List.of(usual);
        }
        return List.of(websocketUri(hub.getHost() + ":" + connectPort), usual);
    }

    private URI websocketUri(String authority) {
        String scheme = "http".equals(hub.getScheme()) ? "ws" : "wss";
        return URI.create(scheme + "://" + authority + websocketPath);
    }
}
