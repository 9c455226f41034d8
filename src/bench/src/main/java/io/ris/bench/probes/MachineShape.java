package io.ris.bench.probes;

/**
 * How much there is on a machine.
 *
 * @param containers all of which run
 * @param processes in containers and beside them
 * @param established connections to others, each of which has a process and is to another place than the others
 * @param ending connections that nobody owns any more, in {@code TIME_WAIT}
 * @param listening ports at which processes take connections; each is also a connection in {@code LISTEN}
 */
public record MachineShape(int containers, int processes, int established, int ending, int listening) {

    /** A server of a common kind: 80 processes, 60 connections, 5 containers; a report of it has about 35 KB. */
    public static final MachineShape COMMON = new MachineShape(5, 80, 46, 6, 8);

    /** 100 nodes of a topology and 200 edges of it: 99 from parents to children, and 101 connections. */
    public static final MachineShape HUNDRED_NODES = new MachineShape(4, 95, 101, 0, 8);

    public MachineShape {
        if (containers < 1 || processes < containers || established < 1 || ending < 0 || listening < 0) {
            throw new IllegalArgumentException("a machine has something of everything");
        }
    }

    /** All that a report lists as connections. */
    public int connections() {
        return established + ending + listening;
    }

    /** The machine, its containers and its processes. */
    public int nodes() {
        return 1 + containers + processes;
    }

    /** What a topology has of one machine: an edge to each child, and one for each connection to others. */
    public int edges() {
        return containers + processes + established;
    }
}
