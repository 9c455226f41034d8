package io.ris.bench;

import java.io.IOException;
import java.net.URI;
import javax.net.ssl.SSLContext;

/**
 * A hub's monitoring API as its clients reach it, in a tenant of the benchmark's own.
 *
 * @param address of the listener: the plain one, or that with TLS
 * @param reader who reads: the value of {@code Authorization}
 * @param probe who reports: the value of {@code Authorization}
 */
record MonitoringSite(URI address, SSLContext tls, String reader, String probe) {

    static final String STATS = "/api/v1/query/stats";
    static final String TOPOLOGY = "/api/v1/query/topology";

    KeptConnection connect() throws IOException {
        return new KeptConnection(address, tls);
    }

    /** A report as it goes over the wire. */
    byte[] report(String agentId, String json) {
        return KeptConnection.post(
                address, "/api/v1/reports", json, "Authorization: " + probe, "X-Agent-ID: " + agentId);
    }

    /** An agent's first message as it goes over the wire. */
    byte[] registration(String agentId, String json) {
        return KeptConnection.post(
                address, "/api/v1/agents/register", json, "Authorization: " + probe, "X-Agent-ID: " + agentId);
    }

    /** A reader's request as it goes over the wire. */
    byte[] read(String path, String... headers) {
        return KeptConnection.get(address, path, reader, headers);
    }
}
