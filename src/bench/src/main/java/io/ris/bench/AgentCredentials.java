package io.ris.bench;

import io.ris.protocol.AgentId;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * What an agent got by its enrolment.
 *
 * @param number the hub's number of the agent, for deleting it
 * @param key the agent's own P-256 key
 * @param certificate the client certificate for it
 */
record AgentCredentials(long number, AgentId id, PrivateKey key, X509Certificate certificate) {

    @Override
    public String toString() {
        return "AgentCredentials[" + id + "]";
    }
}
