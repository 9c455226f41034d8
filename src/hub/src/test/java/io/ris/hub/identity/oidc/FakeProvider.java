package io.ris.hub.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A provider that answers any code with the ID token that a test wants. */
final class FakeProvider implements AutoCloseable {

    static final String CLIENT = "ris-hub";
    static final String NONCE = "the-nonce";
    static final String ACCESS_TOKEN = "an-access-token";

    private final HttpServer server;
    private final CountDownLatch silence = new CountDownLatch(1);
    private volatile RSAKey key = newKey("first");
    private volatile String idToken = "";
    private volatile String issuer;
    private volatile boolean silent;
    private volatile String padding = "";
    private volatile String keysAt = "";

    FakeProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        issuer = url();
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, metadata()));
        server.createContext("/keys", exchange -> answer(exchange, new JWKSet(key).toString()));
        server.createContext("/token", exchange -> answer(exchange, tokens()));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String metadata() {
        return """
                {"issuer":"%s","authorization_endpoint":"%s/auth","token_endpoint":"%s/token","jwks_uri":"%s",
                 "response_types_supported":["code"],"subject_types_supported":["public"],
                 "id_token_signing_alg_values_supported":["RS256"]}""".formatted(issuer, url(), url(), keysAt.isEmpty() ? url() + "/keys" : keysAt);
    }

    private String tokens() {
        return "{\"access_token\":\"" + ACCESS_TOKEN + "\",\"token_type\":\"Bearer\",\"id_token\":\"" + idToken + "\""
                + ",\"padding\":\"" + padding + "\"}";
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        if (silent) {
            awaitEnd();
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0); // chunked: its size is not said
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void awaitEnd() {
        try {
            silence.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** From now on it accepts requests and answers none. */
    void hang() {
        silent = true;
    }

    void answerWith(String padded) {
        padding = padded;
    }

    void nameItself(String other) {
        issuer = other;
    }

    void nameKeysAt(String url) {
        keysAt = url;
    }

    RSAKey key() {
        return key;
    }

    void rotateKey() {
        key = newKey("second");
    }

    void issue(String token) {
        idToken = token;
    }

    void issue(JWTClaimsSet claims) {
        issue(signed(claims, key));
    }

    /** Claims of a good token. */
    JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .audience(CLIENT)
                .subject("subject-1")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .claim("nonce", NONCE)
                .claim("preferred_username", "olga");
    }

    static String signed(JWTClaimsSet claims, RSAKey with) {
        try {
            return signed(claims, JWSAlgorithm.RS256, with.getKeyID(), new RSASSASigner(with));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, String keyId, JWSSigner signer) {
        try {
            SignedJWT token =
                    new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        silence.countDown();
        server.stop(0);
    }
}
