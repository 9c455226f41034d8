package io.ris.protocol;

import java.time.Duration;

/**
 * The names in an agent token: a JWT (RFC 7519) that an agent signs with its enrolled key, ES256, where it cannot show its
 * certificate in the TLS handshake. The header carries the certificate as {@code x5c} (RFC 7515, 4.1.6); the claims are
 * {@code sub} (agent id), {@link #TENANT}, {@code aud} (the name of the CA that issued the certificate), {@code iat},
 * {@code exp}, {@code jti} and, to renew, {@link #REQUEST}.
 */
public final class AgentToken {

    /** The header's {@code typ}. */
    public static final String TYPE = "ris-agent+jwt";

    /** The agent's tenant. */
    public static final String TENANT = "tenant_code";

    /** SHA-256 in hex of the certificate request that a token goes with; such a token opens no connection. */
    public static final String REQUEST = "csr_sha256";

    /** The most that may lie between {@code iat} and {@code exp}. */
    public static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

    private AgentToken() {}
}
