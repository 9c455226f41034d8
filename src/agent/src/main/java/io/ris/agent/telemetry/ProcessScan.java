package io.ris.agent.telemetry;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The process table as a turn saw it.
 *
 * @param processes those of users by their pid, then threads of the kernel
 * @param total how many there are, which may be more
 * @param owners of the sockets, by inode
 */
record ProcessScan(List<Sighting> processes, int total, Map<Long, Owner> owners) {

    /** The process with the lowest pid of those that have a socket open. */
    record Owner(long pid, String name) {}

    Optional<Owner> ownerOf(long inode) {
        return Optional.ofNullable(owners.get(inode));
    }
}
