package io.ris.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A report as a probe sends it, put together section by section. Its clock is a year behind, as a probe's may be: by which time
 * something is kept or shown is the hub's affair.
 */
final class ProbeReport {

    /** When the machine takes it to be. */
    static final String TIME = "2025-10-12T00:00:00.123456789Z";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ObjectNode report = JSON.objectNode();

    private ProbeReport(String agentId) {
        report.put("agent_id", agentId);
        report.put("hostname", hostname(agentId));
        report.put("timestamp", TIME);
    }

    static ProbeReport of(String agentId) {
        return new ProbeReport(agentId);
    }

    /** The name of the machine of an agent. */
    static String hostname(String agentId) {
        return agentId + ".example.net";
    }

    String agentId() {
        return report.path("agent_id").asText();
    }

    ObjectNode json() {
        return report;
    }

    /** Sets a field of the report itself. */
    ProbeReport with(String field, JsonNode value) {
        report.set(field, value);
        return this;
    }

    /** A machine that is busy to so many percent. */
    ProbeReport host(double cpuUsage) {
        ObjectNode host = section("host_info");
        host.put("hostname", hostname(agentId()));
        host.put("kernel_version", "6.1.0-28-amd64");
        host.put("uptime", 86_400_000_000_000L);
        host.put("boot_time", "2025-10-11T00:00:00Z");
        host.set(
                "cpu_info",
                JSON.objectNode().put("model", "AMD EPYC 7763").put("cores", 4).put("usage", cpuUsage));
        host.set(
                "memory_info",
                JSON.objectNode()
                        .put("total_mb", 16384)
                        .put("free_mb", 1024)
                        .put("available_mb", 9011)
                        .put("used_mb", 7373)
                        .put("usage", 45.5));
        host.set(
                "load_average",
                JSON.objectNode().put("load1", 0.5).put("load5", 0.6).put("load15", 0.7));
        host.put("timestamp", TIME);
        return this;
    }

    /** A running container with statistics; labels by turns of key and value. */
    ProbeReport container(String id, String name, String image, String... labels) {
        ObjectNode docker = section("docker_info");
        ArrayNode containers = docker.withArray("containers");
        ObjectNode container = containers.addObject();
        container.put("id", id).put("name", name).put("image", image).put("image_id", "sha256:" + id);
        container.put("status", "Up 3 minutes").put("state", "running").put("created", "2025-10-11T23:57:00Z");
        container.putArray("ports");
        ObjectNode labelled = container.putObject("labels");
        for (int i = 0; i < labels.length; i += 2) {
            labelled.put(labels[i], labels[i + 1]);
        }
        container
                .putObject("stats")
                .put("cpu_percent", 12.5)
                .put("memory_usage_mb", 64.25)
                .put("memory_limit_mb", 512)
                .put("memory_percent", 12.5)
                .put("network_rx_mb", 1.5)
                .put("network_tx_mb", 2.5);
        docker.put("total_containers", containers.size()).put("running_containers", containers.size());
        docker.put("paused_containers", 0).put("stopped_containers", 0).put("images", 3);
        docker.put("docker_version", "27.3.1").put("timestamp", TIME);
        return this;
    }

    /** A process in a control group. */
    ProbeReport process(long pid, String name, String cgroup) {
        process(pid, name).put("cgroup", cgroup);
        return this;
    }

    /** A process whose control group is not known. */
    ObjectNode process(long pid, String name) {
        ObjectNode section = section("processes_info");
        ArrayNode processes = section.withArray("processes");
        ObjectNode process = processes.addObject();
        process.put("pid", pid)
                .put("name", name)
                .put("cmdline", "/usr/bin/" + name + " --fast")
                .put("state", "S");
        process.put("ppid", 1).put("uid", 0).put("gid", 0).put("threads", 2).put("cpu_time", 1234);
        process.put("memory_mb", 10.5).put("open_files", 7);
        section.put("total_processes", processes.size()).put("timestamp", TIME);
        return process;
    }

    /** A TCP connection of a process. */
    ProbeReport connection(long pid, String state, String local, int localPort, String remote, int remotePort) {
        ObjectNode section = section("network_info");
        ArrayNode connections = section.withArray("connections");
        ObjectNode connection = connections.addObject();
        connection.put("protocol", "tcp").put("local_addr", local).put("local_port", localPort);
        connection.put("remote_addr", remote).put("remote_port", remotePort).put("state", state);
        connection.put("pid", pid).put("process_name", "p" + pid);
        section.withArray("listening_ports");
        section.put("total_connections", connections.size()).put("tcp_connections", connections.size());
        section.put("udp_connections", 0).put("timestamp", TIME);
        return this;
    }

    /** A connection that is up. */
    ProbeReport connected(long pid, String local, int localPort, String remote, int remotePort) {
        return connection(pid, "ESTABLISHED", local, localPort, remote, remotePort);
    }

    /** A port at which a process takes connections, as it shows in both lists. */
    ProbeReport listens(long pid, String address, int port) {
        connection(pid, "LISTEN", address, port, "0.0.0.0", 0);
        ObjectNode listening =
                section("network_info").withArray("listening_ports").addObject();
        listening.put("protocol", "tcp").put("port", port).put("addr", address);
        listening.put("pid", pid).put("process_name", "p" + pid);
        return this;
    }

    private ObjectNode section(String name) {
        return report.withObjectProperty(name);
    }
}
