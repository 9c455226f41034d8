package io.ris.agent.enrolment;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a server that a pinned CA really signs. The CA's certificate comes with the server's chain, so that even an
 * agent's first connection is verified, or is known already. Thread-safe.
 */
final class PinnedCaTrust extends X509ExtendedTrustManager {

    private final List<CaFingerprint> pins;
    private final List<X509Certificate> known;

    /** @param known CAs that a server need not send along */
    PinnedCaTrust(List<CaFingerprint> pins, List<X509Certificate> known) {
        this.pins = List.copyOf(pins);
        this.known = List.copyOf(known);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        trustIn(chain).checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        trustIn(chain).checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("the host name cannot be verified on this connection");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("an agent serves nobody");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("an agent serves nobody");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("an agent serves nobody");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private X509ExtendedTrustManager trustIn(X509Certificate[] chain) throws CertificateException {
        X509Certificate ca = pinned(chain).orElseThrow(() -> new WrongCaException(message(chain)));
        if (ca.getBasicConstraints() < 0) {
            throw new WrongCaException("the pinned certificate is not a CA");
        }
        ca.checkValidity();
        try {
            return CaTrust.of(ca);
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the pinned CA cannot be used", e);
        }
    }

    private Optional<X509Certificate> pinned(X509Certificate[] chain) {
        return Stream.concat(Stream.of(chain), known.stream())
                .filter(certificate -> pins.contains(CaFingerprint.of(certificate)))
                .findFirst();
    }

    private String message(X509Certificate[] chain) {
        String wanted = pins.stream().map(CaFingerprint::toString).collect(Collectors.joining(" or "));
        return "the hub's CA is " + CaFingerprint.of(chain[chain.length - 1]) + ", not the pinned " + wanted;
    }
}
