package io.ris.hub.monitoring.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds out which process is at the other end of a connection: the one that reports the same connection from there, or else the one
 * that listens there. The same machine's processes come first: addresses of containers are the same on many.
 */
final class Joining {

    private final Set<String> nodes = new HashSet<>();
    private final Map<AgentPicture.Pair, String> ends = new HashMap<>();
    private final Map<Socket, List<AgentPicture>> listening = new HashMap<>();
    private final Map<String, List<AgentPicture>> addresses = new HashMap<>();

    Joining(Collection<AgentPicture> all) {
        all.forEach(picture -> picture.nodes().forEach(node -> nodes.add(node.id())));
        for (AgentPicture picture : all) {
            picture.ends().forEach((pair, process) -> ends.putIfAbsent(pair, shown(picture, process)));
            picture.listeners().keySet().forEach(socket -> add(listening, socket, picture));
            picture.addresses().forEach(address -> add(addresses, address, picture));
        }
    }

    private static <K> void add(Map<K, List<AgentPicture>> index, K key, AgentPicture picture) {
        index.computeIfAbsent(key, missing -> new ArrayList<>(1)).add(picture);
    }

    TopologyEdge edge(AgentPicture of, Link link) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("local_addr", link.local().address());
        metadata.put("local_port", link.local().port());
        metadata.put("remote_addr", link.remote().address());
        metadata.put("remote_port", link.remote().port());
        metadata.put("state", link.state());
        metadata.put("process_name", link.processName() == null ? "" : link.processName());
        otherEnd(of, link).ifPresent(node -> metadata.put(TopologyEdge.REMOTE_NODE, node));
        return new TopologyEdge(
                link.key(),
                link.source(),
                link.remote().toString(),
                EdgeType.NETWORK,
                link.protocol(),
                metadata,
                link.connections());
    }

    private Optional<String> otherEnd(AgentPicture of, Link link) {
        AgentPicture.Pair there = new AgentPicture.Pair(link.local(), link.remote()).fromTheOtherEnd();
        String own = of.ends().get(there);
        if (own != null) {
            return Optional.of(shown(of, own));
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
            return Optional.of(shown(at, exact));
        }
        return socket.isLoopback() || at.addresses().contains(socket.address())
                ? anywhere(at, socket.port())
                : Optional.empty();
    }

    private Optional<String> anywhere(AgentPicture at, int port) {
        for (String wildcard : Socket.WILDCARDS) {
            String process = at.listeners().get(new Socket(wildcard, port));
            if (process != null) {
                return Optional.of(shown(at, process));
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
                .map(other -> anywhere(other, socket.port()));
        return Stream.concat(exact, anywhere).flatMap(Optional::stream).findFirst();
    }

    /** A process that its report leaves out stands for nothing that could be shown: its host does. */
    private String shown(AgentPicture of, String process) {
        return nodes.contains(process) ? process : of.agentId();
    }
}
