package io.ris.hub.fleet.connection;

import io.ris.hub.fleet.AgentKey;

/**
 * Who a connection's certificate stands for.
 *
 * @param agent tenant and agent
 * @param keyHash SHA-256 of the certificate's public key
 */
record AgentIdentity(AgentKey agent, String keyHash) {}
