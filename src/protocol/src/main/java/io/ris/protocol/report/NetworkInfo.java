package io.ris.protocol.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sockets of a machine. */
public record NetworkInfo(
        List<Connection> connections,
        int totalConnections,
        int tcpConnections,
        int udpConnections,
        List<ListeningPort> listeningPorts,
        @Nullable Instant timestamp) {

    public NetworkInfo {
        connections = Absent.list(connections);
        listeningPorts = Absent.list(listeningPorts);
    }

    /**
     * A connection.
     *
     * @param protocol such as {@code tcp}, {@code tcp6}, {@code udp}
     * @param state such as {@code ESTABLISHED}, {@code LISTEN}
     * @param pid null or 0 where it is not known whose it is
     */
    public record Connection(
            String protocol,
            String localAddr,
            int localPort,
            String remoteAddr,
            int remotePort,
            String state,
            @Nullable Long pid,
            @Nullable String processName) {

        public Connection {
            protocol = Absent.text(protocol);
            localAddr = Absent.text(localAddr);
            remoteAddr = Absent.text(remoteAddr);
            state = Absent.text(state);
        }
    }

    /**
     * A port at which a process takes connections.
     *
     * @param addr {@code 0.0.0.0} or {@code ::} for every address of the machine
     */
    public record ListeningPort(
            String protocol,
            int port,
            String addr,
            @Nullable Long pid,
            @Nullable String processName) {

        public ListeningPort {
            protocol = Absent.text(protocol);
            addr = Absent.text(addr);
        }
    }
}
