package io.ris.hub.monitoring.topology;

import io.ris.protocol.report.NetworkInfo;

/**
 * The connections of a process to one remote socket.
 *
 * @param key of the edge that it becomes
 * @param process whose they are, by id
 * @param first of them, as it was reported
 * @param local its own socket
 * @param remote the other one
 * @param connections how many there are
 */
record Link(String key, String process, NetworkInfo.Connection first, Socket local, Socket remote, int connections) {

    Link oneMore() {
        return new Link(key, process, first, local, remote, connections + 1);
    }
}
