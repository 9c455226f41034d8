package io.ris.hub.monitoring.topology;

import io.ris.hub.monitoring.ReportMetrics;
import io.ris.protocol.report.DockerInfo;
import io.ris.protocol.report.HostInfo;
import io.ris.protocol.report.NetworkInfo;
import io.ris.protocol.report.ProcessesInfo;
import io.ris.protocol.report.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the picture of one report. Used once. */
final class PictureMaker {

    private static final List<String> LISTENING = List.of("LISTEN", "LISTENING");

    private final String agentId;
    private final Report report;
    private final Instant receivedAt;
    private final List<TopologyNode> nodes = new ArrayList<>();
    private final Map<String, Link> links = new LinkedHashMap<>();
    private final Map<AgentPicture.Pair, String> ends = new HashMap<>();
    private final Map<Socket, String> listeners = new HashMap<>();
    private final Set<String> addresses = new HashSet<>();
    private final Set<String> containers = new HashSet<>();

    PictureMaker(String agentId, Report report, Instant receivedAt) {
        this.agentId = agentId;
        this.report = report;
        this.receivedAt = receivedAt;
    }

    AgentPicture make() {
        host();
        if (report.dockerInfo() != null) {
            report.dockerInfo().containers().stream()
                    .filter(container -> !container.id().isEmpty() && containers.add(container.id()))
                    .sorted(Comparator.comparing(DockerInfo.Container::id))
                    .forEach(this::container);
        }
        if (report.processesInfo() != null) {
            Set<Long> seen = new HashSet<>();
            report.processesInfo().processes().stream()
                    .filter(process -> process.pid() > 0 && seen.add(process.pid()))
                    .sorted(Comparator.comparingLong(ProcessesInfo.ProcessInfo::pid))
                    .forEach(this::process);
        }
        if (report.networkInfo() != null) {
            report.networkInfo().listeningPorts().forEach(this::listener);
            report.networkInfo().connections().forEach(this::connection);
        }
        return new AgentPicture(
                ReportMetrics.of(agentId, report, receivedAt),
                nodes,
                TopologyEdge.toChildren(nodes),
                List.copyOf(links.values()),
                ends,
                listeners,
                addresses);
    }

    private void host() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("agent_id", agentId);
        metadata.put("hostname", report.hostname());
        metadata.put(
                "timestamp",
                Objects.requireNonNullElse(report.timestamp(), receivedAt).toString());
        HostInfo info = report.hostInfo();
        if (info != null) {
            metadata.put("kernel", info.kernelVersion());
            if (info.cpuInfo() != null) {
                metadata.put("cpu_cores", info.cpuInfo().cores());
                metadata.put("cpu_model", info.cpuInfo().model());
                metadata.put("cpu_usage", info.cpuInfo().usage());
            }
            if (info.memoryInfo() != null) {
                metadata.put("memory_total", info.memoryInfo().totalMb());
                metadata.put("memory_used", info.memoryInfo().usedMb());
                metadata.put("memory_usage", info.memoryInfo().usage());
            }
        }
        String name = report.hostname().isEmpty() ? agentId : report.hostname();
        nodes.add(new TopologyNode(agentId, NodeType.HOST, name, agentId, metadata, Map.of(), null));
    }

    private void container(DockerInfo.Container container) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("container_id", container.id());
        metadata.put("image", container.image());
        metadata.put("status", container.status());
        metadata.put("created", Objects.requireNonNullElse(container.created(), ""));
        DockerInfo.Stats stats = container.stats();
        if (stats != null) {
            metadata.put("cpu_usage", stats.cpuPercent());
            metadata.put("memory_usage", stats.memoryUsageMb());
            metadata.put("memory_limit", stats.memoryLimitMb());
            metadata.put("memory_percent", stats.memoryPercent());
        }
        nodes.add(new TopologyNode(
                container.id(), NodeType.CONTAINER, container.name(), agentId, metadata, container.labels(), agentId));
    }

    private void process(ProcessesInfo.ProcessInfo process) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("pid", process.pid());
        metadata.put("ppid", process.ppid());
        metadata.put("cmdline", process.cmdline());
        metadata.put("state", process.state());
        metadata.put("threads", process.threads());
        metadata.put("cpu_time", process.cpuTime());
        metadata.put("memory_mb", process.memoryMb());
        metadata.put("open_files", process.openFiles());
        metadata.put("cgroup", Objects.requireNonNullElse(process.cgroup(), ""));
        nodes.add(new TopologyNode(
                processId(process.pid()),
                NodeType.PROCESS,
                process.name(),
                agentId,
                metadata,
                Map.of(),
                parent(process.cgroup())));
    }

    private String parent(@Nullable String cgroup) {
        return cgroup == null
                ? agentId
                : CgroupContainers.find(cgroup).stream()
                        .filter(containers::contains)
                        .findFirst()
                        .orElse(agentId);
    }

    private String processId(long pid) {
        return agentId + "-" + pid;
    }

    private void listener(NetworkInfo.ListeningPort port) {
        Socket socket = Socket.of(port.protocol(), port.addr(), port.port());
        if (!socket.isWildcard()) {
            addresses.add(socket.address());
        }
        if (port.pid() != null && port.pid() > 0) {
            listeners.putIfAbsent(socket, processId(port.pid()));
        }
    }

    private void connection(NetworkInfo.Connection connection) {
        Socket local = Socket.of(connection.protocol(), connection.localAddr(), connection.localPort());
        Socket remote = Socket.of(connection.protocol(), connection.remoteAddr(), connection.remotePort());
        if (!local.isWildcard()) {
            addresses.add(local.address());
        }
        long pid = Objects.requireNonNullElse(connection.pid(), 0L);
        if (pid <= 0 || remote.port() == 0 || isListening(connection.state())) {
            return;
        }
        String source = processId(pid);
        ends.putIfAbsent(new AgentPicture.Pair(local, remote), source);
        String key =
                source + "->" + connection.remoteAddr() + ":" + connection.remotePort() + "-" + connection.protocol();
        links.merge(key, new Link(key, source, connection, local, remote, 1), (known, another) -> known.oneMore());
    }

    private static boolean isListening(String state) {
        return LISTENING.stream().anyMatch(state::equalsIgnoreCase);
    }
}
