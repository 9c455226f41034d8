package io.ris.cli.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the processes are started.
 *
 * @param hub command line of the hub; everything else it learns from its environment
 * @param agent command line of an agent, before the arguments of this one
 */
public record Programs(HubCommand hub, Command agent) {

    /** The hub's command line, with options for its Java process beside the usual ones. */
    @FunctionalInterface
    public interface HubCommand {
        List<String> line(List<String> javaOptions) throws IOException;
    }

    /** A command line that is put together when it is needed. */
    @FunctionalInterface
    public interface Command {
        List<String> line() throws IOException;
    }

    /** What the build leaves in a source tree. */
    public static Programs builtUnder(Path root) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new Programs(options -> hub(root, java, options), () -> agent(root, java));
    }

    /** Liberty's own entry point, not its `server` script: the process started is the server itself. */
    private static List<String> hub(Path root, String java, List<String> options) throws IOException {
        Path liberty = root.resolve("src/hub/target/liberty/wlp");
        Path launcher = built(liberty.resolve("bin/tools/ws-server.jar"));
        List<String> line = new ArrayList<>(List.of(java, "@" + moduleAccess(liberty)));
        for (String option : Files.readAllLines(root.resolve("liberty/jvm.options"))) {
            if (!option.isBlank() && !option.startsWith("#")) {
                line.add(option.strip());
            }
        }
        line.addAll(options);
        line.add("-javaagent:" + liberty.resolve("bin/tools/ws-javaagent.jar"));
        line.addAll(List.of("-jar", launcher.toString(), "ris"));
        return line;
    }

    /** The access to the JDK's modules that Liberty wants, which its own script would add. */
    private static Path moduleAccess(Path liberty) {
        String options = Runtime.version().feature() >= 24 ? "java24.options" : "java9.options";
        return liberty.resolve("lib/platform/java").resolve(options);
    }

    private static List<String> agent(Path root, String java) throws IOException {
        Path jar = built(root.resolve("src/agent/target/ris-agent.jar"));
        return List.of(java, "@" + root.resolve("src/agent/agent.options"), "-jar", jar.toString());
    }

    private static Path built(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(file + " is missing; ./ris build makes it");
        }
        return file;
    }
}
