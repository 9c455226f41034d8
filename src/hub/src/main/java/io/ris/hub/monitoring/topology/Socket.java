package io.ris.hub.monitoring.topology;

import java.util.List;

/** An address and a port. */
record Socket(String address, int port) {

    /** Addresses that stand for every one of a machine. */
    static final List<String> WILDCARDS = List.of("0.0.0.0", "::", "*", "");

    boolean isWildcard() {
        return WILDCARDS.contains(address);
    }

    /** Whether it can only be reached on its own machine. */
    boolean isLoopback() {
        return address.startsWith("127.") || address.equals("::1");
    }

    @Override
    public String toString() {
        return address + ":" + port;
    }
}
