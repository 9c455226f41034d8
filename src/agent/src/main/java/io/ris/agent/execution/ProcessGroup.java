package io.ris.agent.execution;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The processes of one command: a supervising shell, which leads a session and group of its own, and everything that the
 * command starts and that stays in the group. The leader's start time tells it from a later process with the same id.
 *
 * @param leader process id of the leader, which is the group's id
 * @param startTime when the leader began, in clock ticks since boot ({@code proc(5)}, starttime)
 */
record ProcessGroup(long leader, long startTime) {

    private static final Logger LOG = System.getLogger(ProcessGroup.class.getName());
    private static final Path PROC = Path.of("/proc");

    /** Reads what the leader noted about itself: its line of {@code /proc/PID/stat}. */
    static Optional<ProcessGroup> read(Path note) throws IOException {
        return Files.exists(note)
                ? Stat.parse(Files.readString(note)).map(stat -> new ProcessGroup(stat.pid(), stat.startTime()))
                : Optional.empty();
    }

    /** The group that a process leads now; empty while it leads none. */
    static Optional<ProcessGroup> ledBy(long pid) {
        return stat(PROC.resolve(Long.toString(pid)))
                .filter(stat -> stat.group() == pid && !stat.isDead())
                .map(stat -> new ProcessGroup(pid, stat.startTime()));
    }

    /** Whether the leader still runs. */
    boolean isAlive() {
        return stat(PROC.resolve(Long.toString(leader)))
                .filter(stat -> stat.startTime() == startTime && !stat.isDead())
                .isPresent();
    }

    /** Whether any process of the group still runs. */
    boolean hasMembers() {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (stat(process).filter(this::isMember).isPresent()) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the processes of group " + leader + " cannot be listed", e);
            return isAlive();
        }
    }

    private boolean isMember(Stat stat) {
        boolean someoneElse = stat.pid() == leader && stat.startTime() != startTime;
        return stat.group() == leader && stat.startTime() >= startTime && !stat.isDead() && !someoneElse;
    }

    /** Sends a signal such as {@code TERM} to every process of the group. */
    void signal(String signal) throws IOException {
        new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" -- \"-$2\"", "kill", signal, Long.toString(leader))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Optional<Stat> stat(Path process) {
        try {
            return Stat.parse(Files.readString(process.resolve("stat")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** What matters of {@code /proc/PID/stat} (proc(5)). */
    private record Stat(long pid, char state, long group, long startTime) {

        /** Counted from the field after the name, which alone may hold blanks and parentheses. */
        private static final int GROUP = 2;

        private static final int START_TIME = 19;

        static Optional<Stat> parse(String line) {
            int open = line.indexOf(" (");
            int close = line.lastIndexOf(") ");
            if (open < 0 || close < 0) {
                return Optional.empty();
            }
            String[] fields = line.substring(close + 2).trim().split(" ", -1);
            if (fields.length <= START_TIME) {
                return Optional.empty();
            }
            return Optional.of(new Stat(
                    Long.parseLong(line.substring(0, open)),
                    fields[0].charAt(0),
                    Long.parseLong(fields[GROUP]),
                    Long.parseLong(fields[START_TIME])));
        }

        boolean isDead() {
            return state == 'Z' || state == 'X';
        }
    }
}
