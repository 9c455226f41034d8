package io.ris.agent.telemetry;

import static java.util.Objects.requireNonNull;

import io.ris.protocol.report.DockerInfo;
import io.ris.protocol.report.NetworkInfo;
import io.ris.protocol.report.ProcessesInfo;
import io.ris.protocol.report.Report;
import java.util.List;

/** The lists of a report, which may be long. */
enum ReportList {
    CONNECTIONS,
    PORTS,
    PROCESSES,
    CONTAINERS;

    /** The list; empty where the report has no such section. */
    List<?> of(Report report) {
        NetworkInfo network = report.networkInfo();
        ProcessesInfo processes = report.processesInfo();
        DockerInfo docker = report.dockerInfo();
        return switch (this) {
            case CONNECTIONS -> network == null ? List.of() : network.connections();
            case PORTS -> network == null ? List.of() : network.listeningPorts();
            case PROCESSES -> processes == null ? List.of() : processes.processes();
            case CONTAINERS -> docker == null ? List.of() : docker.containers();
        };
    }

    /** The report with the first half of the list, which must not be empty. */
    Report halved(Report report) {
        return switch (this) {
            case CONNECTIONS -> with(report, withHalfTheConnections(requireNonNull(report.networkInfo())));
            case PORTS -> with(report, withHalfThePorts(requireNonNull(report.networkInfo())));
            case PROCESSES -> with(report, withHalf(requireNonNull(report.processesInfo())));
            case CONTAINERS -> with(report, withHalf(requireNonNull(report.dockerInfo())));
        };
    }

    private static <T> List<T> half(List<T> list) {
        return list.subList(0, list.size() / 2);
    }

    private static NetworkInfo withHalfTheConnections(NetworkInfo network) {
        return new NetworkInfo(
                half(network.connections()),
                network.totalConnections(),
                network.tcpConnections(),
                network.udpConnections(),
                network.listeningPorts(),
                network.timestamp());
    }

    private static NetworkInfo withHalfThePorts(NetworkInfo network) {
        return new NetworkInfo(
                network.connections(),
                network.totalConnections(),
                network.tcpConnections(),
                network.udpConnections(),
                half(network.listeningPorts()),
                network.timestamp());
    }

    private static ProcessesInfo withHalf(ProcessesInfo processes) {
        return new ProcessesInfo(half(processes.processes()), processes.totalProcesses(), processes.timestamp());
    }

    private static DockerInfo withHalf(DockerInfo docker) {
        return new DockerInfo(
                half(docker.containers()),
                docker.totalContainers(),
                docker.runningContainers(),
                docker.pausedContainers(),
                docker.stoppedContainers(),
                docker.images(),
                docker.dockerVersion(),
                docker.timestamp());
    }

    private static Report with(Report report, NetworkInfo network) {
        return new Report(
                report.agentId(),
                report.hostname(),
                report.timestamp(),
                report.hostInfo(),
                report.dockerInfo(),
                report.processesInfo(),
                network);
    }

    private static Report with(Report report, ProcessesInfo processes) {
        return new Report(
                report.agentId(),
                report.hostname(),
                report.timestamp(),
                report.hostInfo(),
                report.dockerInfo(),
                processes,
                report.networkInfo());
    }

    private static Report with(Report report, DockerInfo docker) {
        return new Report(
                report.agentId(),
                report.hostname(),
                report.timestamp(),
                report.hostInfo(),
                docker,
                report.processesInfo(),
                report.networkInfo());
    }
}
