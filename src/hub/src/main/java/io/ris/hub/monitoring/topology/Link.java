package io.ris.hub.monitoring.topology;

import org.jspecify.annotations.Nullable;

/**
 * The connections of a process to one remote socket.
 *
 * @param key of the edge that it becomes
 * @param source the process's id
 * @param local of the first of them
 * @param connections how many there are
 */
record Link(
        String key,
        String source,
        String protocol,
        Socket local,
        Socket remote,
        String state,
        @Nullable String processName,
        int connections) {

    Link oneMore() {
        return new Link(key, source, protocol, local, remote, state, processName, connections + 1);
    }
}
