package io.ris.cli.up;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Behaves towards {@code ris up} as an agent does: takes an identity for a token, says that it is connected. Leaves its
 * arguments in a file, one line for each start.
 */
final class FakeAgent {

    private FakeAgent() {}

    public static void main(String[] args) throws Exception {
        List<String> arguments = List.of(args);
        Path directory = Path.of(arguments.get(arguments.indexOf("--data-dir") + 1));
        Path starts = directory.resolve("starts");
        String earlier = Files.exists(starts) ? Files.readString(starts) : "";
        Files.writeString(starts, earlier + String.join(" ", arguments) + "\n");
        Path script = directory.resolveSibling("agent-exit-codes");
        if (Files.exists(script)) {
            List<String> codes = Files.readAllLines(script);
            int start = (int) earlier.lines().count();
            if (start < codes.size() && !codes.get(start).equals("-")) {
                System.out.println("cannot go on");
                System.exit(Integer.parseInt(codes.get(start)));
            }
        }
        Files.writeString(directory.resolve("agent.json"), "{}");
        System.out.println("connected to " + arguments.get(arguments.indexOf("--hub") + 1));
        new CountDownLatch(1).await();
    }
}
