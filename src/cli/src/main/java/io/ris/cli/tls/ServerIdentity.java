package io.ris.cli.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A key and its certificate: what the hub's server shows to clients, or a client to it.
 *
 * @param chain the key's certificate first, up to the CA that clients trust
 */
record ServerIdentity(PrivateKey key, List<X509Certificate> chain) {

    ServerIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a server identity needs a certificate");
        }
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    /** The end of the chain: what clients pin. */
    X509Certificate anchor() {
        return chain.getLast();
    }
}
