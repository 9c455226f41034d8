package io.ris.bench.probes;

import io.ris.protocol.report.NetworkInfo;
import io.ris.protocol.report.NetworkInfo.Connection;
import io.ris.protocol.report.NetworkInfo.ListeningPort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The sockets of a machine. Two thirds of its connections are to machines outside, and some of these give way to new ones with each
 * report; the others are to its neighbours' ports, and stay. Not thread-safe.
 */
final class SocketTable {

    private static final String TCP = "tcp";
    private static final int FIRST_PORT = 5000;
    private static final int FIRST_EPHEMERAL = 32_768;
    private static final int EPHEMERALS = 28_000;
    private static final int HTTPS = 443;
    private static final int REPLACED = 4; // of those to the outside, with each report
    private static final int OWN_THIRD = 3;

    private final MachineShape shape;
    private final int number;
    private final int fleet;
    private final ProcessTable processes;
    private final List<Connection> inside;
    private final List<Connection> outside;
    private final List<Connection> listens;
    private final List<ListeningPort> ports;
    private int lastPlace;
    private int lastPort;
    private int oldest;

    SocketTable(MachineShape shape, int number, int fleet, ProcessTable processes) {
        this.shape = shape;
        this.number = number;
        this.fleet = fleet;
        this.processes = processes;
        List<Integer> owners = IntStream.range(0, shape.listening()).boxed().toList();
        this.ports = owners.stream().map(this::port).toList();
        this.listens = owners.stream().map(this::listen).toList();
        int neighbours = Math.min(shape.listening() * (fleet - 1), shape.established() / OWN_THIRD);
        this.inside = IntStream.range(0, neighbours).mapToObj(this::toNeighbour).toList();
        this.outside = new ArrayList<>(IntStream.range(neighbours, shape.established())
                .mapToObj(this::toOutside)
                .toList());
    }

    /** The address of a machine among its like. */
    static String address(int number) {
        return "10.20." + number / 250 + "." + (1 + number % 250);
    }

    private ListeningPort port(int index) {
        int owner = index % processes.size();
        return new ListeningPort(TCP, FIRST_PORT + index, "0.0.0.0", processes.pid(owner), processes.name(owner));
    }

    private Connection listen(int index) {
        int owner = index % processes.size();
        return new Connection(
                TCP,
                "0.0.0.0",
                FIRST_PORT + index,
                "0.0.0.0",
                0,
                "LISTEN",
                processes.pid(owner),
                processes.name(owner));
    }

    /** Each to another port of a neighbour, then to those of the next one. */
    private Connection toNeighbour(int index) {
        int neighbour = (number + 1 + index / shape.listening()) % fleet;
        return established(index, address(neighbour), FIRST_PORT + index % shape.listening());
    }

    private Connection toOutside(int index) {
        int place = lastPlace++;
        return established(index, "198.51." + place / 250 % 250 + "." + (1 + place % 250), HTTPS);
    }

    private Connection established(int index, String address, int port) {
        int owner = index % processes.size();
        return new Connection(
                TCP,
                address(number),
                FIRST_EPHEMERAL + lastPort++ % EPHEMERALS,
                address,
                port,
                "ESTABLISHED",
                processes.pid(owner),
                processes.name(owner));
    }

    private Connection ending(RandomGenerator random) {
        return new Connection(
                TCP,
                address(number),
                FIRST_EPHEMERAL + random.nextInt(EPHEMERALS),
                "203.0.113." + (1 + random.nextInt(250)),
                HTTPS,
                "TIME_WAIT",
                0L,
                null);
    }

    NetworkInfo next(RandomGenerator random, Instant at) {
        for (int replaced = 0; replaced < REPLACED; replaced++) {
            int place = oldest++ % outside.size();
            outside.set(place, toOutside(inside.size() + place));
        }
        List<Connection> gone =
                Stream.generate(() -> ending(random)).limit(shape.ending()).toList();
        List<Connection> all =
                Stream.of(listens, inside, outside, gone).flatMap(List::stream).toList();
        return new NetworkInfo(all, all.size(), all.size(), 0, ports, at);
    }
}
