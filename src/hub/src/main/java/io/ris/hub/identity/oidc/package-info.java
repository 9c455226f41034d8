/**
 * Sign-on with an OpenID Connect provider: authorization code flow with PKCE, state and nonce. A browser, or a program on
 * the user's machine, keeps a secret of its own (the <em>verifier</em>) and sends its hash along when it begins; the
 * provider's answer comes back as a <em>ticket</em> of a minute, which is worth a session only together with that secret.
 * So a ticket, a state or a code that somebody else began with, or saw, is worth nothing; no token is in an address and no
 * cookie is set.
 *
 * <p>Nimbus' SDK speaks the protocol and verifies tokens, and the hub begins sessions of its own. The server's own
 * {@code openidConnectClient} was not taken: it keeps its sessions in cookies, which the hub has none of.
 */
@NullMarked
package io.ris.hub.identity.oidc;

import org.jspecify.annotations.NullMarked;
