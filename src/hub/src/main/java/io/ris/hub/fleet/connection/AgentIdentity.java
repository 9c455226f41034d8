package io.ris.hub.fleet.connection;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.IssuedCertificate;
import java.time.Instant;

/**
 * Who a connection's certificate stands for.
 *
 * @param agent tenant and agent
 * @param keyHash SHA-256 of the certificate's public key
 * @param renewAt when the certificate should be renewed
 * @param expiresAt the certificate's end
 */
record AgentIdentity(AgentKey agent, String keyHash, Instant renewAt, Instant expiresAt) {

    static AgentIdentity of(AgentKey agent, IssuedCertificate certificate) {
        return new AgentIdentity(agent, certificate.keyHash(), certificate.renewAt(), certificate.expiresAt());
    }
}
