package io.ris.cli.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the hub's server shows to clients.
 *
 * @param chain the server's certificate first, up to the CA that clients trust
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
