package io.ris.agent.enrolment;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ris.protocol.AgentToken;
import io.ris.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes agent tokens: compact JWS (RFC 7515) with ES256, each good once. */
final class SignedToken {

    private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final Identity identity;

    SignedToken(PrivateKey key, X509Certificate certificate, Identity identity) {
        this.key = key;
        this.certificate = certificate;
        this.identity = identity;
    }

    /** A token that opens a connection. */
    String forConnection(Instant now) throws GeneralSecurityException {
        return sign(claims(now));
    }

    /** A token that goes with this certificate request and serves nothing else. */
    String forRequest(String csr, Instant now) throws GeneralSecurityException {
        Map<String, Object> claims = claims(now);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(csr.getBytes(StandardCharsets.UTF_8));
        claims.put(AgentToken.REQUEST, HexFormat.of().formatHex(digest));
        return sign(claims);
    }

    private Map<String, Object> claims(Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", identity.agentId().value());
        claims.put(AgentToken.TENANT, identity.tenantCode());
        claims.put("aud", certificate.getIssuerX500Principal().getName());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(AgentToken.LONGEST_LIFE).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        return claims;
    }

    private String sign(Map<String, Object> claims) throws GeneralSecurityException {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", "ES256");
        header.put("typ", AgentToken.TYPE);
        header.put("x5c", List.of(Base64.getEncoder().encodeToString(certificate.getEncoded())));
        String content = encode(header) + "." + encode(claims);
        // The JWS form of an ECDSA signature: both numbers at full length, one after the other (RFC 7518, 3.4).
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(key);
        signature.update(content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + URL_SAFE.encodeToString(signature.sign());
    }

    private static String encode(Map<String, Object> part) {
        try {
            return URL_SAFE.encodeToString(Json.lenient().writeValueAsBytes(part));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a token that cannot be written", e);
        }
    }
}
