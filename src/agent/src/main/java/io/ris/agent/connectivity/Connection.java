package io.ris.agent.connectivity;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;

/** Makes a TCP connection: each address of a host in turn, each with its share of the time. */
final class Connection {

    private Connection() {}

    /** @throws ProbeException if no address lets itself be connected to */
    static Socket open(String host, int port, Duration limit, Findings findings) throws ProbeException, IOException {
        findings.begin("resolve");
        InetAddress[] addresses = resolve(host);
        findings.begin("connect");
        int share = (int) Math.max(1, limit.toMillis() / addresses.length);
        ProbeException last = new ProbeException("dns_failure", host + " has no address");
        for (InetAddress address : addresses) {
            try {
                Socket socket = connected(new InetSocketAddress(address, port), share, findings);
                findings.tried(address.getHostAddress(), null);
                socket.setSoTimeout((int) limit.toMillis());
                return socket;
            } catch (IOException e) {
                last = failure(e, address.getHostAddress() + " port " + port);
                findings.tried(address.getHostAddress(), last.code());
            }
        }
        throw last;
    }

    private static InetAddress[] resolve(String host) throws ProbeException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new ProbeException("dns_failure", host + " has no address");
        }
    }

    private static Socket connected(InetSocketAddress address, int limit, Findings findings) throws IOException {
        Socket socket = new Socket();
        try {
            findings.holds(socket);
            socket.connect(address, limit);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** What became of a connection, or did not. */
    static ProbeException failure(IOException e, String what) {
        String words = String.valueOf(e.getMessage());
        String lower = words.toLowerCase(Locale.ROOT);
        if (e instanceof SocketTimeoutException) {
            return new ProbeException("timeout", what + " did not answer in time");
        }
        if (e instanceof NoRouteToHostException || lower.contains("unreachable")) {
            return new ProbeException("unreachable", "there is no way to " + what);
        }
        if (e instanceof ConnectException) {
            return new ProbeException("connection_refused", what + " accepts no connections");
        }
        return new ProbeException("connection_reset", what + " ended the connection: " + words);
    }
}
