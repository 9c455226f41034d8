package io.ris.hub.monitoring.topology;

import io.ris.protocol.report.NetworkInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out which process is at the other end of a connection: the one that reports the same connection from there, or else the one
 * that listens there. The same machine's processes come first: addresses of containers are the same on many.
 */
final class Joining {

    private final NodeOwners owners;
    private final Map<AgentPicture.Pair, String> ends = new HashMap<>();
    private final Map<Socket, List<AgentPicture>> listening = new HashMap<>();
    private final Map<String, List<AgentPicture>> addresses = new HashMap<>();

    Joining(NodeOwners owners, Collection<AgentPicture> all) {
        this.owners = owners;
        for (AgentPicture picture : all) {
            picture.ends().forEach((pair, process) -> ends.putIfAbsent(pair, owners.shown(picture, process)));
            picture.listeners().keySet().forEach(socket -> add(listening, socket, picture));
            picture.addresses().forEach(address -> add(addresses, address, picture));
        }
    }

    private static <K> void add(Map<K, List<AgentPicture>> index, K key, AgentPicture picture) {
        index.computeIfAbsent(key, missing -> new ArrayList<>(1)).add(picture);
    }

    TopologyEdge edge(AgentPicture of, Link link) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        NetworkInfo.Connection first = link.first();
        metadata.put("local_addr", first.localAddr());
        metadata.put("local_port", first.localPort());
        metadata.put("remote_addr", first.remoteAddr());
        metadata.put("remote_port", first.remotePort());
        metadata.put("state", first.state());
        metadata.put("process_name", Objects.requireNonNullElse(first.processName(), ""));
        otherEnd(of, link).ifPresent(node -> metadata.put(TopologyEdge.REMOTE_NODE, node));
        return new TopologyEdge(
                link.key(),
                owners.source(of, link.process()),
                first.remoteAddr() + ":" + first.remotePort(),
                EdgeType.NETWORK,
                first.protocol(),
                metadata,
                link.connections());
    }

    private Optional<String> otherEnd(AgentPicture of, Link link) {
        AgentPicture.Pair there = new AgentPicture.Pair(link.local(), link.remote()).fromTheOtherEnd();
        String own = of.ends().get(there);
        if (own != null) {
            return Optional.of(owners.shown(of, own));
        }
        Optional<String> listener = listener(of, link.remote());
        if (listener.isPresent() || link.remote().isLoopback()) {
            return listener;
        }
        return Optional.ofNullable(ends.get(there)).or(() -> foreignListener(of, link.remote()));
    }

    /** The process that listens at a socket of the same machine. */
    private Optional<String> listener(AgentPicture at, Socket socket) {
        String exact = at.listeners().get(socket);
        if (exact != null) {
            return Optional.of(owners.shown(at, exact));
        }
        return socket.isLoopback() || at.addresses().contains(socket.address())
                ? anywhere(at, socket)
                : Optional.empty();
    }

    private Optional<String> anywhere(AgentPicture at, Socket socket) {
        for (String wildcard : Socket.WILDCARDS) {
            String process = at.listeners().get(socket.at(wildcard));
            if (process != null) {
                return Optional.of(owners.shown(at, process));
            }
        }
        return Optional.empty();
    }

    private Optional<String> foreignListener(AgentPicture of, Socket socket) {
        Stream<Optional<String>> exact = listening.getOrDefault(socket, List.of()).stream()
                .filter(other -> !other.agentId().equals(of.agentId()))
                .map(other -> listener(other, socket));
        Stream<Optional<String>> anywhere = addresses.getOrDefault(socket.address(), List.of()).stream()
                .filter(other -> !other.agentId().equals(of.agentId()))
                .map(other -> anywhere(other, socket));
        return Stream.concat(exact, anywhere).flatMap(Optional::stream).findFirst();
    }
}
