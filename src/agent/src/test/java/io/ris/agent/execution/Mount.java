package io.ris.agent.execution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** File systems of a test's own, where the test may have them. */
final class Mount {

    private Mount() {}

    /** A file system in memory of this size; answers whether there is one. */
    static boolean tmpfs(Path directory, String size) throws IOException, InterruptedException {
        return ended(List.of("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", directory.toString()));
    }

    static void gone(Path directory) throws IOException, InterruptedException {
        ended(List.of("umount", directory.toString()));
    }

    private static boolean ended(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
