package io.ris.agent.enrolment;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** TLS contexts of an agent. One context serves all connections of an agent, so that sessions resume. */
public final class MutualTls {

    private MutualTls() {}

    /** Shows the agent's certificate and trusts the hub's CA alone. */
    static SSLContext of(IdentityFiles files, Identity identity) throws IOException, GeneralSecurityException {
        KeyManager key = new OneKey(files.keys().getPrivate(), files.certificate());
        return context(new KeyManager[] {key}, trust(files, identity));
    }

    /** Shows nothing and trusts the hub's CA alone. */
    static SSLContext anonymous(IdentityFiles files, Identity identity) throws IOException, GeneralSecurityException {
        return context(new KeyManager[0], trust(files, identity));
    }

    /** Shows nothing and trusts the pinned CAs alone. */
    static SSLContext pinned(List<CaFingerprint> pins) throws GeneralSecurityException {
        return context(new KeyManager[0], new PinnedCaTrust(pins, List.of()));
    }

    private static TrustManager trust(IdentityFiles files, Identity identity)
            throws IOException, GeneralSecurityException {
        X509Certificate known = files.ca();
        List<CaFingerprint> pins = identity.fingerprints();
        return new PinnedCaTrust(pins.isEmpty() ? List.of(CaFingerprint.of(known)) : pins, List.of(known));
    }

    private static SSLContext context(KeyManager[] keys, TrustManager trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {trust}, null);
        return context;
    }

    /** The agent's only key, which answers every request for one. */
    private static final class OneKey extends X509ExtendedKeyManager {

        private static final String ALIAS = "agent";

        private final PrivateKey key;
        private final X509Certificate[] chain;

        OneKey(PrivateKey key, X509Certificate... chain) {
            this.key = key;
            this.chain = chain;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return List.of(keyTypes).contains(key.getAlgorithm()) ? ALIAS : null;
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return List.of(keyTypes).contains(key.getAlgorithm()) ? ALIAS : null;
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }
}
