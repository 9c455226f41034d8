package io.ris.agent.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * What seldom changes of a process, so that it need not be read at every turn.
 *
 * @param name of its program, whole where that could be found out
 * @param cmdline without what looks like secrets
 * @param uid of the user as whom it acts
 * @param gid of the group as which it acts
 * @param cgroup null where it cannot be read
 * @param network its network namespace; null where it cannot be read
 */
record ProcessFacts(
        String name,
        String cmdline,
        long uid,
        long gid,
        @Nullable String cgroup,
        @Nullable String network) {

    /** A thread of the kernel has neither a command line nor files or sockets. */
    static ProcessFacts ofKernelThread(String name) {
        return new ProcessFacts(name, "", 0, 0, null, null);
    }
}
