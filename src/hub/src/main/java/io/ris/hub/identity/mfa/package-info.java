/**
 * The second factor: codes by time (RFC 6238, six digits, SHA-1, thirty seconds, as authenticator apps have them), and ten recovery
 * codes, each good once. A code is good for the step it belongs to and one step either way, and never twice. The shared secret is
 * stored sealed, recovery codes as hashes.
 */
@NullMarked
package io.ris.hub.identity.mfa;

import org.jspecify.annotations.NullMarked;
