package io.ris.hub.identity.oidc;

import io.ris.hub.identity.users.ExternalIdentity;
import java.time.Instant;

/**
 * What a sign-on came to: worth a session to who can show the secret.
 *
 * @param challenge hash of that secret
 */
record Ticket(String tenant, String challenge, ExternalIdentity identity, Instant expiresAt) {}
