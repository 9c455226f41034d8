package io.ris.agent.execution;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Holes in files: bytes in the middle that take no place on the disk any more, while the length stays (util-linux: fallocate). */
final class FileHoles {

    private static final Logger LOG = System.getLogger(FileHoles.class.getName());
    private static final int PATIENCE_SECONDS = 5;

    private FileHoles() {}

    /** Makes one; false where the machine or its file system knows none. */
    static boolean punch(Path file, long from, long to) {
        try {
            Process fallocate = new ProcessBuilder(List.of(
                            "fallocate",
                            "--punch-hole",
                            "--offset",
                            Long.toString(from),
                            "--length",
                            Long.toString(to - from),
                            file.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            return fallocate.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && fallocate.exitValue() == 0;
        } catch (IOException absent) {
            LOG.log(Level.DEBUG, "no holes in files here", absent);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
