package io.ris.agent.connectivity;

import io.ris.protocol.ConnectivityTestSpec;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

/** Makes the test that a spec asks for. */
public final class Probe {

    private static final int HTTPS = 443;

    private Probe() {}

    /**
     * Blocks until it has come to its end.
     *
     * @param limit bound of each wait for an answer
     * @throws ProbeException if something is not as it should be
     */
    public static void run(ConnectivityTestSpec spec, Duration limit, Clock clock, Findings findings)
            throws ProbeException {
        String host = Objects.requireNonNullElse(spec.host(), "");
        try {
            switch (spec.kind()) {
                case "tcp" ->
                    Connection.open(host, Objects.requireNonNullElse(spec.port(), 0), limit, findings)
                            .close();
                case "tls" -> encrypted(spec, host, limit, clock, findings);
                case "http" ->
                    HttpProbe.run(spec, URI.create(Objects.requireNonNullElse(spec.url(), "")), limit, clock, findings);
                case "dns" -> DnsProbe.run(spec, Objects.requireNonNullElse(spec.name(), ""), limit, findings);
                default -> LdapProbe.run(spec, host, limit, clock, findings);
            }
        } catch (ProbeException e) {
            throw e;
        } catch (IOException e) {
            throw Connection.failure(e, "the other side");
        }
    }

    private static void encrypted(
            ConnectivityTestSpec spec, String host, Duration limit, Clock clock, Findings findings) throws IOException {
        int port = Objects.requireNonNullElse(spec.port(), HTTPS);
        try (Socket plain = Connection.open(host, port, limit, findings)) {
            new PeerCheck(spec, host, clock).encrypt(plain, findings).close();
        }
    }
}
