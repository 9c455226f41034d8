package io.ris.agent.telemetry;

import io.ris.agent.host.Cursor;
import io.ris.agent.host.ProcFiles;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the facts of a process. Not thread-safe. */
final class FactsReader {

    /** So long a name the kernel keeps (TASK_COMM_LEN, without its end). */
    private static final int LONGEST_SHORT_NAME = 15;

    private static final int LONGEST_CGROUP = 1024;

    private final ProcFiles proc;

    FactsReader(ProcFiles proc) {
        this.proc = proc;
    }

    /**
     * The facts; empty where the process has ended.
     *
     * @param shortName as the kernel has it
     */
    Optional<ProcessFacts> read(long pid, String shortName) {
        long[] ids = new long[2];
        if (!proc.eachLine(pid + "/status", line -> readIds(line, ids))) {
            return Optional.empty();
        }
        String cmdline = proc.read(pid + "/cmdline").map(Cursor::rest).orElse("");
        return Optional.of(new ProcessFacts(
                name(shortName, cmdline),
                ArgumentMask.masked(cmdline),
                ids[0],
                ids[1],
                cgroup(pid),
                proc.link(pid + "/ns/net").orElse(null)));
    }

    /** {@code Uid:} and {@code Gid:} tell the real one, the effective one and two more (proc_pid_status(5)). */
    private static boolean readIds(Cursor line, long[] ids) {
        boolean group = line.startsWith("Gid:");
        if (group || line.startsWith("Uid:")) {
            line.skipWords(2);
            ids[group ? 1 : 0] = line.number();
        }
        return !group;
    }

    /** The program's own, where the kernel's was cut. */
    private static String name(String shortName, String cmdline) {
        if (shortName.length() < LONGEST_SHORT_NAME) {
            return shortName;
        }
        int end = cmdline.indexOf('\0');
        String program = end < 0 ? cmdline : cmdline.substring(0, end);
        String name = program.substring(program.lastIndexOf('/') + 1);
        return name.startsWith(shortName) ? name : shortName;
    }

    /** Of version 2 the one line there is; of version 1 that which names a container, or else the first. */
    private @Nullable String cgroup(long pid) {
        String[] found = new String[2];
        proc.eachLine(pid + "/cgroup", line -> {
            String text = line.rest();
            if (found[0] == null) {
                found[0] = text;
            }
            if (namesContainer(text)) {
                found[1] = text;
            }
            return found[1] == null;
        });
        String line = found[1] == null ? found[0] : found[1];
        return line == null || line.length() > LONGEST_CGROUP ? null : line;
    }

    /** Every engine names a container's group by its id, which is 64 hexadecimal digits. */
    private static boolean namesContainer(String line) {
        int digits = 0;
        for (int at = 0; at < line.length() && digits < 64; at++) {
            digits = Character.digit(line.charAt(at), 16) < 0 ? 0 : digits + 1;
        }
        return digits == 64;
    }
}
