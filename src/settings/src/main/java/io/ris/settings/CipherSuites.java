package io.ris.settings;

import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** The cipher suites of this Java runtime. */
final class CipherSuites {

    static final Constraint<List<String>> KNOWN =
            Constraint.each("cipher suites of this Java runtime, by IANA name", CipherSuites::supported);

    private CipherSuites() {}

    private static boolean supported(String name) {
        try {
            return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites())
                    .contains(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }
}
