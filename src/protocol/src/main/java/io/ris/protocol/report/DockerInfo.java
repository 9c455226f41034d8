package io.ris.protocol.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The containers of a machine's Docker engine, and how many there are in each state. */
public record DockerInfo(
        List<Container> containers,
        int totalContainers,
        int runningContainers,
        int pausedContainers,
        int stoppedContainers,
        int images,
        String dockerVersion,
        @Nullable Instant timestamp) {

    public DockerInfo {
        containers = Absent.list(containers);
        dockerVersion = Absent.text(dockerVersion);
    }

    /**
     * A container.
     *
     * @param id all 64 hexadecimal digits
     * @param status in words, such as {@code Up 3 minutes}
     * @param state such as {@code running}
     * @param created an RFC 3339 time or seconds since the epoch, as the probe has it
     * @param stats null where none were taken, as of a stopped one
     */
    public record Container(
            String id,
            String name,
            String image,
            String imageId,
            String status,
            String state,
            @Nullable Object created,
            List<Port> ports,
            Map<String, String> labels,
            @Nullable Stats stats) {

        public Container {
            id = Absent.text(id);
            name = Absent.text(name);
            image = Absent.text(image);
            imageId = Absent.text(imageId);
            status = Absent.text(status);
            state = Absent.text(state);
            ports = Absent.list(ports);
            labels = Absent.map(labels);
        }
    }

    /**
     * A port of a container.
     *
     * @param publicPort 0 where it is not published
     * @param type {@code tcp} or {@code udp}
     * @param ip the host's address at which it is published
     */
    public record Port(int privatePort, int publicPort, String type, String ip) {

        public Port {
            type = Absent.text(type);
            ip = Absent.text(ip);
        }
    }

    /**
     * What a container uses.
     *
     * @param cpuPercent 100 for one whole core
     * @param networkRxMb received since it was started, in MiB
     */
    public record Stats(
            double cpuPercent,
            double memoryUsageMb,
            double memoryLimitMb,
            double memoryPercent,
            double networkRxMb,
            double networkTxMb) {}
}
