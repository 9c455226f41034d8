package io.ris.agent.telemetry;

import io.ris.protocol.report.NetworkInfo;
import io.ris.protocol.report.NetworkInfo.Connection;
import io.ris.protocol.report.NetworkInfo.ListeningPort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sockets, as they are found, made into a section of a report. A socket of UDP that is not connected has no other end: it is a
 * port that listens and no connection. Not thread-safe.
 */
final class SocketReport {

    /** Connections that a report may hold, and ports; some 1 MB of them. Those that a process has go before those that linger. */
    static final int MOST = 5_000;

    private final ProcessScan scan;
    private final List<Connection> owned = new ArrayList<>();
    private final List<Connection> lingering = new ArrayList<>();
    private final Set<ListeningPort> ports = new LinkedHashSet<>();
    private @Nullable NamespaceAddresses container;
    private int tcp;
    private int udp;

    SocketReport(ProcessScan scan) {
        this.scan = scan;
    }

    /** What follows is of another network than the machine's own. */
    void enter(NamespaceAddresses addresses) {
        container = addresses;
    }

    void add(SocketLine socket) {
        Optional<ProcessScan.Owner> owner = scan.ownerOf(socket.inode());
        if (socket.isListening()) {
            addPorts(socket, owner);
        }
        if (socket.isTcp() || !socket.isListening()) {
            addConnection(socket, owner);
        }
    }

    private void addConnection(SocketLine socket, Optional<ProcessScan.Owner> owner) {
        if (socket.isTcp()) {
            tcp++;
        } else {
            udp++;
        }
        List<Connection> those = owner.isPresent() ? owned : lingering;
        if (those.size() < MOST) {
            those.add(new Connection(
                    socket.protocol(),
                    socket.localAddress(),
                    socket.localPort(),
                    socket.remoteAddress(),
                    socket.remotePort(),
                    socket.state(),
                    pid(owner),
                    name(owner)));
        }
    }

    /**
     * "Every address" means those of the container where it is one that listens, and not the machine's. What listens to its own
     * container alone is nobody else's to reach, and would look as if it could be reached on the machine.
     */
    private void addPorts(SocketLine socket, Optional<ProcessScan.Owner> owner) {
        if (container == null) {
            addPort(socket.protocol(), socket.localAddress(), socket, owner);
        } else if (socket.localAddress().equals(SocketLine.ANY_V4)) {
            container.v4().forEach(address -> addPort(v4(socket), address, socket, owner));
        } else if (socket.localAddress().equals(SocketLine.ANY_V6)) {
            container.v4().forEach(address -> addPort(v4(socket), address, socket, owner));
            container.v6().forEach(address -> addPort(socket.protocol(), address, socket, owner));
        } else if (!socket.isLoopback()) {
            addPort(socket.protocol(), socket.localAddress(), socket, owner);
        }
    }

    private static String v4(SocketLine socket) {
        return socket.isTcp() ? "tcp" : "udp";
    }

    private void addPort(String protocol, String address, SocketLine socket, Optional<ProcessScan.Owner> owner) {
        if (ports.size() < MOST) {
            ports.add(new ListeningPort(protocol, socket.localPort(), address, pid(owner), name(owner)));
        }
    }

    private static @Nullable Long pid(Optional<ProcessScan.Owner> owner) {
        return owner.map(ProcessScan.Owner::pid).orElse(null);
    }

    private static @Nullable String name(Optional<ProcessScan.Owner> owner) {
        return owner.map(ProcessScan.Owner::name).orElse(null);
    }

    NetworkInfo info(Instant now) {
        List<Connection> connections = new ArrayList<>(owned);
        connections.addAll(lingering.subList(0, Math.min(lingering.size(), MOST - owned.size())));
        return new NetworkInfo(connections, tcp + udp, tcp, udp, List.copyOf(ports), now);
    }
}
