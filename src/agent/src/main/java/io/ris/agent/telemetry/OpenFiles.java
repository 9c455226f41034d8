package io.ris.agent.telemetry;

import io.ris.agent.host.ProcFiles;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * The files that processes have open, of which the sockets are told. How many links are read is bounded per process and per turn,
 * as a program with a hundred thousand connections must not make the agent busy; sockets beyond that have no owner. Not
 * thread-safe.
 */
final class OpenFiles {

    static final int MOST_OF_A_PROCESS = 4_096;
    static final int MOST_OF_A_TURN = 32_768;

    private static final String SOCKET = "socket:[";

    private final ProcFiles proc;
    private int left;

    OpenFiles(ProcFiles proc) {
        this.proc = proc;
    }

    /** A turn begins. */
    void begin() {
        left = MOST_OF_A_TURN;
    }

    /**
     * Counts the files of a process.
     *
     * @param sockets told the inode of each of its sockets
     * @return 0 where they may not be seen; where there are more than {@link #MOST_OF_A_PROCESS}, that many, or all of them on
     *     Linux 6.2 and later
     */
    long count(long pid, LongConsumer sockets) {
        Path directory = proc.path(pid + "/fd");
        long count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (count == MOST_OF_A_PROCESS) {
                    // Since Linux 6.2 the directory's size is the number of its entries; before, it is 0.
                    return Math.max(count, Files.size(directory));
                }
                count++;
                if (left > 0) {
                    left--;
                    tell(file, sockets);
                }
            }
            return count;
        } catch (IOException | DirectoryIteratorException endedOrHidden) {
            return count;
        }
    }

    private static void tell(Path file, LongConsumer sockets) {
        try {
            String target = Files.readSymbolicLink(file).toString();
            if (target.startsWith(SOCKET)) {
                sockets.accept(Long.parseLong(target, SOCKET.length(), target.length() - 1, 10));
            }
        } catch (IOException closedMeanwhile) {
            // What is closed is not open.
        }
    }
}
