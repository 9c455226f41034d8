package io.ris.bench.probes;

import io.ris.protocol.report.ProcessesInfo;
import io.ris.protocol.report.ProcessesInfo.ProcessInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The processes of a machine, in containers by turns and beside them. They stay; most of them are idle at any time. Not thread-safe.
 */
final class ProcessTable {

    private static final int TICKS_A_STEP = 1500; // 15 s of one core
    private static final double BUSY = 0.3;
    private static final int SYSTEM_USERS = 900;

    /** Programs with what their command lines usually say. */
    private static final List<String> PROGRAMS = List.of(
            "nginx|nginx: worker process",
            "java|/usr/bin/java -Xmx512m -jar /opt/app/service.jar",
            "postgres|postgres: 16/main: shop shop 10.20.0.17 idle",
            "redis-server|/usr/bin/redis-server 0.0.0.0:6379",
            "node|node /srv/app/dist/server.js --port 8003",
            "python3|/usr/bin/python3 -m gunicorn shop.wsgi:application",
            "sshd|sshd: /usr/sbin/sshd -D",
            "systemd-journald|/lib/systemd/systemd-journald",
            "containerd-shim|/usr/bin/containerd-shim-runc-v2 -namespace moby",
            "cron|/usr/sbin/cron -f -P",
            "node-exporter|/usr/bin/prometheus-node-exporter",
            "php-fpm8.2|php-fpm: pool www");

    private final List<Running> processes = new ArrayList<>();

    private static final class Running {

        private final ProcessInfo known;
        private final Walk memory;
        private final Walk files;
        private long ticks;

        Running(ProcessInfo known, RandomGenerator random) {
            this.known = known;
            this.memory = new Walk(2, 640, 1.5, random);
            this.files = new Walk(4, 300, 2, random);
            this.ticks = random.nextInt(10_000_000);
        }

        ProcessInfo now(RandomGenerator random) {
            boolean isBusy = random.nextDouble() < BUSY;
            ticks += isBusy ? random.nextInt(TICKS_A_STEP) : 0;
            return new ProcessInfo(
                    known.pid(),
                    known.name(),
                    known.cmdline(),
                    isBusy ? "R" : "S",
                    known.ppid(),
                    known.uid(),
                    known.gid(),
                    known.threads(),
                    ticks,
                    memory.next(random),
                    (long) files.next(random),
                    known.cgroup());
        }
    }

    ProcessTable(int count, ContainerSet containers, RandomGenerator random) {
        long pid = 1;
        for (int index = 0; index < count; index++) {
            processes.add(new Running(made(index, pid, containers, random), random));
            pid += 1 + random.nextInt(400);
        }
    }

    private static ProcessInfo made(int index, long pid, ContainerSet containers, RandomGenerator random) {
        String[] program = PROGRAMS.get(index % PROGRAMS.size()).split("\\|", 2);
        boolean isContained = index > 0 && index % 2 == 0;
        long user = random.nextInt(SYSTEM_USERS);
        return new ProcessInfo(
                pid,
                program[0],
                program[1],
                "S",
                isContained || index == 0 ? 0 : 1,
                user,
                user,
                1 + random.nextInt(24),
                0,
                0,
                0,
                isContained
                        ? containers.cgroup(index / 2 % containers.size())
                        : "0::/system.slice/" + program[0] + ".service");
    }

    int size() {
        return processes.size();
    }

    long pid(int index) {
        return processes.get(index).known.pid();
    }

    String name(int index) {
        return processes.get(index).known.name();
    }

    ProcessesInfo next(RandomGenerator random, Instant at) {
        List<ProcessInfo> now =
                processes.stream().map(process -> process.now(random)).toList();
        return new ProcessesInfo(now, now.size(), at);
    }
}
