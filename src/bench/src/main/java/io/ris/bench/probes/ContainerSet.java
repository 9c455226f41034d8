package io.ris.bench.probes;

import io.ris.protocol.report.DockerInfo;
import io.ris.protocol.report.DockerInfo.Container;
import io.ris.protocol.report.DockerInfo.Port;
import io.ris.protocol.report.DockerInfo.Stats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The containers of a machine: the same ones all the time, with more or less to do. Not thread-safe. */
final class ContainerSet {

    private static final List<String> SERVICES = List.of("web", "api", "worker", "cache", "db", "search", "mail");
    private static final double LIMIT_MB = 2048;

    private final List<Running> containers = new ArrayList<>();

    private static final class Running {

        private final Container known;
        private final Walk cpu;
        private final Walk memory;
        private double received;
        private double sent;

        Running(Container known, RandomGenerator random) {
            this.known = known;
            this.cpu = new Walk(0, 90, 6, random);
            this.memory = new Walk(80, 1400, 12, random);
            this.received = random.nextInt(50_000);
            this.sent = random.nextInt(50_000);
        }

        Container now(RandomGenerator random) {
            double used = memory.next(random);
            received += random.nextDouble() * 4;
            sent += random.nextDouble() * 4;
            Stats stats = new Stats(
                    cpu.next(random),
                    used,
                    LIMIT_MB,
                    Walk.cents(100 * used / LIMIT_MB),
                    Walk.cents(received),
                    Walk.cents(sent));
            return new Container(
                    known.id(),
                    known.name(),
                    known.image(),
                    known.imageId(),
                    known.status(),
                    known.state(),
                    known.created(),
                    known.ports(),
                    known.labels(),
                    stats);
        }
    }

    ContainerSet(int count, RandomGenerator random) {
        for (int index = 0; index < count; index++) {
            containers.add(new Running(made(index, random), random));
        }
    }

    private static Container made(int index, RandomGenerator random) {
        String service = SERVICES.get(index % SERVICES.size());
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("com.docker.compose.project", "shop");
        labels.put("com.docker.compose.service", service);
        labels.put("com.docker.compose.container-number", Integer.toString(1 + index / SERVICES.size()));
        labels.put("com.docker.compose.config-hash", hex(8, random));
        labels.put("org.opencontainers.image.version", "2." + random.nextInt(30) + "." + random.nextInt(10));
        return new Container(
                hex(32, random),
                "shop-" + service + "-" + (1 + index / SERVICES.size()),
                "registry.example.net/shop/" + service + ":2." + random.nextInt(30),
                "sha256:" + hex(32, random),
                "Up " + (2 + random.nextInt(26)) + " days",
                "running",
                "2026-10-" + (10 + random.nextInt(20)) + "T06:12:44.518273645Z",
                List.of(new Port(8000 + index, 18_000 + index, "tcp", "0.0.0.0")),
                labels,
                null);
    }

    private static String hex(int bytes, RandomGenerator random) {
        byte[] some = new byte[bytes];
        random.nextBytes(some);
        return HexFormat.of().formatHex(some);
    }

    int size() {
        return containers.size();
    }

    /** How the kernel calls the control group of a container's processes. */
    String cgroup(int index) {
        return "0::/system.slice/docker-" + containers.get(index).known.id() + ".scope";
    }

    DockerInfo next(RandomGenerator random, Instant at) {
        List<Container> now =
                containers.stream().map(container -> container.now(random)).toList();
        return new DockerInfo(now, now.size(), now.size(), 0, 0, 3 * now.size(), "27.3.1", at);
    }
}
