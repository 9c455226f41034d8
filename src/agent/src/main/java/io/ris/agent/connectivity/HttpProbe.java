package io.ris.agent.connectivity;

import io.ris.protocol.ConnectivityTestSpec;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks for a URL with GET and reads the first line of the answer. */
final class HttpProbe {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int LINE = 1024;
    private static final int FIRST_ERROR = 400;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)( .*)?");

    private HttpProbe() {}

    static void run(ConnectivityTestSpec spec, URI url, Duration limit, Clock clock, Findings findings)
            throws ProbeException, IOException {
        boolean encrypted = "https".equals(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : encrypted ? HTTPS : HTTP;
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        try (Socket plain = Connection.open(host, port, limit, findings);
                Socket socket = encrypted ? new PeerCheck(spec, host, clock).encrypt(plain, findings) : plain) {
            findings.begin("first_byte");
            socket.getOutputStream().write(request(url).getBytes(StandardCharsets.US_ASCII));
            int status = status(socket.getInputStream());
            findings.answered(status);
            Integer expected = spec.expectedStatus();
            boolean good = expected == null ? status < FIRST_ERROR : status == expected;
            if (!good) {
                throw new ProbeException("http_status", "the answer is HTTP " + status);
            }
        }
    }

    private static String request(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String target = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
        return "GET " + URI.create(target).toASCIIString() + " HTTP/1.1\r\nHost: " + url.getRawAuthority()
                + "\r\nUser-Agent: ris-agent\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    }

    private static int status(InputStream answer) throws ProbeException, IOException {
        StringBuilder line = new StringBuilder();
        for (int next = answer.read(); next >= 0 && next != '\n' && line.length() < LINE; next = answer.read()) {
            line.append((char) next);
        }
        Matcher status = STATUS_LINE.matcher(line.toString().stripTrailing());
        if (!status.matches()) {
            throw line.isEmpty()
                    ? new ProbeException("connection_reset", "the server ended the connection without an answer")
                    : new ProbeException("http_invalid", "the answer is not HTTP");
        }
        return Integer.parseInt(status.group(1));
    }
}
