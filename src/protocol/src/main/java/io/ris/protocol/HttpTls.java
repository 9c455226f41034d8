package io.ris.protocol;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an HTTP task encrypts its connections.
 *
 * @param verify whether the server's certificate must be trusted and be for its name; true where not given
 * @param ca certificates in PEM of whom to trust in place of the machine's authorities; null for those
 * @param clientCertificate the client's certificate in PEM, followed by those between it and its authority; it is shown to
 *     the origin that the task names and to no other. Null for none
 * @param clientKey its private key in PEM (PKCS #8, not encrypted); null for none
 * @param minVersion the least version, {@code 1.2} or {@code 1.3}; null for 1.2
 */
public record HttpTls(
        @Nullable Boolean verify,
        @Nullable String ca,
        @Nullable String clientCertificate,
        @Nullable String clientKey,
        @Nullable String minVersion) {

    private static final Set<String> VERSIONS = Set.of("1.2", "1.3");

    /** @throws SpecException naming the field at fault */
    public HttpTls {
        SpecException.check(
                minVersion == null || VERSIONS.contains(minVersion), "min_version", "must be \"1.2\" or \"1.3\"");
        SpecException.check(
                ca == null || !Boolean.FALSE.equals(verify), "ca", "cannot go with verify false, which trusts anybody");
        SpecException.check((clientKey == null) == (clientCertificate == null), "client_key", missingHalf(clientKey));
        checkCertificates(ca, "ca");
        checkCertificates(clientCertificate, "client_certificate");
        if (clientKey != null && !clientKey.equals(HttpAuth.MASK)) {
            checkKey(clientKey);
        }
    }

    private static String missingHalf(@Nullable String key) {
        return key == null ? "is required with client_certificate" : "needs client_certificate";
    }

    static void checkCertificates(@Nullable String pem, String field) {
        try {
            if (pem != null) {
                Pem.certificates(pem);
            }
        } catch (CertificateException e) {
            throw new SpecException(field, "must be certificates in PEM");
        }
    }

    private static void checkKey(String pem) {
        try {
            Pem.privateKey(pem);
        } catch (GeneralSecurityException e) {
            throw new SpecException("client_key", "must be a private key in PEM, PKCS #8 and not encrypted");
        }
    }

    /** Whether the server's certificate is looked at. */
    public boolean verifies() {
        return !Boolean.FALSE.equals(verify);
    }

    /** The same with every secret masked. */
    public HttpTls masked() {
        return new HttpTls(verify, ca, clientCertificate, clientKey == null ? null : HttpAuth.MASK, minVersion);
    }

    @Override
    public String toString() {
        return "HttpTls[verify=" + verifies() + "]";
    }
}
