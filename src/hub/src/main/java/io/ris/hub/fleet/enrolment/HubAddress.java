package io.ris.hub.fleet.enrolment;

import io.ris.hub.fleet.IssuedCertificate;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.crypto.Tokens;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * How agents reach the hub and know it: the listeners for enrolment and for connections, and the CA that signed what the
 * server, or a proxy before it, shows. That is not always the one that signs the agents. Thread-safe.
 */
@HubService
public class HubAddress {

    private final Path authority;
    private final Optional<String> publicUrl;
    private final int port;
    private final int agentPort;
    private final int enrolmentPort;

    @Inject
    HubAddress(
            @ConfigProperty(name = "data_dir") String dataDirectory,
            @ConfigProperty(name = "server.public_ca_file") Optional<String> publicAuthority,
            @ConfigProperty(name = "server.public_url") Optional<String> publicUrl,
            @ConfigProperty(name = "server.port") int port,
            @ConfigProperty(name = "server.agent_port") int agentPort,
            @ConfigProperty(name = "server.enrolment_port") int enrolmentPort) {
        // Written by `ris up` whenever the server's certificate changes, and so read each time.
        this.authority = publicAuthority.map(Path::of).orElse(Path.of(dataDirectory, "tls", "server-ca.pem"));
        this.publicUrl = publicUrl;
        this.port = port;
        this.agentPort = agentPort;
        this.enrolmentPort = enrolmentPort;
    }

    /** SHA-256 of the CA's certificate, as agents pin it: {@code sha256:} and hex. */
    public String fingerprint() {
        try {
            return "sha256:"
                    + HexFormat.of().formatHex(Tokens.sha256(authority().getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("the CA of the server in " + authority + " is damaged", e);
        }
    }

    /** The CA's certificate in PEM. */
    String authorityPem() {
        return IssuedCertificate.pem(authority());
    }

    private X509Certificate authority() {
        try (InputStream pem = Files.newInputStream(authority)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        } catch (IOException e) {
            throw new UncheckedIOException("the CA of the server in " + authority + " cannot be read", e);
        } catch (CertificateException e) {
            throw new IllegalStateException("the CA of the server in " + authority + " is no certificate in PEM", e);
        }
    }

    /**
     * Where an agent enrols.
     *
     * @param asked how the caller reached the hub
     */
    public String enrolmentUrl(URI asked) {
        String url = publicUrl.orElseGet(() -> asked.getScheme() + "://" + asked.getAuthority());
        if (enrolmentPort == 0) {
            return url;
        }
        return "https://" + URI.create(url).getHost() + ":" + enrolmentPort;
    }

    /** The port where an agent connects, if it is another than the one where it enrols. */
    @Nullable
    Integer connectPort() {
        if (agentPort > 0) {
            return agentPort;
        }
        if (enrolmentPort == 0) {
            return null;
        }
        return publicUrl.map(URI::create).map(HubAddress::port).orElse(port);
    }

    private static int port(URI url) {
        return url.getPort() < 0 ? 443 : url.getPort();
    }
}
