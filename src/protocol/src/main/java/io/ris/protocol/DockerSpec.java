package io.ris.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something to do with a single container on the agent's machine (seed 000, DockerTask).
 *
 * @param action {@code run}, {@code stop} or {@code logs}
 * @param serviceName the container's name; null for one of the engine's choice, with {@code run} alone
 * @param image for {@code run}: what the container is made from; fetched where it is not there
 * @param command for {@code run}: what runs in it, as an argument vector; empty for what the image says
 * @param environment for {@code run}: variables
 * @param secretVariables for {@code run}: names of those whose values must not show in what the container writes
 * @param ports for {@code run}: ports of the container that the machine serves
 * @param volumes for {@code run}: directories of the machine in the container
 * @param networks for {@code run}: the network that it joins, at most one; none for the engine's default
 * @param resources for {@code run}: what it may use; null for no bounds
 * @param detach for {@code run}: whether the task is done once the container runs; false where not given
 * @param replicas 1 or null: more are a service
 * @param tail for {@code logs}: the most lines of each stream; null for all
 * @param timeout bound of one attempt; null for the hub's default
 */
public record DockerSpec(
        String action,
        @Nullable String serviceName,
        @Nullable String image,
        List<String> command,
        Map<String, String> environment,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> secretVariables,
        List<Port> ports,
        List<Volume> volumes,
        List<String> networks,
        @Nullable Resources resources,
        @Nullable Boolean detach,
        @Nullable Integer replicas,
        @Nullable Integer tail,
        @Nullable Duration timeout)
        implements TaskSpec {

    /** The value of {@code type} in JSON. */
    public static final String TYPE = "docker";

    private static final String RUN = "run";
    private static final Set<String> ACTIONS = Set.of(RUN, "stop", "logs");
    private static final int MAX_LINES = 100_000;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");

    /** A reference of an image as the distribution specification has it, as far as it matters here. */
    private static final Pattern IMAGE = Pattern.compile("[a-z0-9][a-zA-Z0-9._:/@-]{0,254}");

    /** @throws SpecException naming the field at fault */
    @SuppressWarnings({"ConstantValue", "NullAway"}) // JSON leaves out what is optional
    public DockerSpec {
        SpecException.check(action != null && ACTIONS.contains(action), "action", "must be run, stop or logs");
        command = command == null ? List.of() : SpecException.checkedList(command, "command");
        environment = Variables.checked(environment);
        secretVariables = Variables.checkedSecrets(secretVariables, environment);
        ports = ports == null ? List.of() : List.copyOf(ports);
        volumes = volumes == null ? List.of() : List.copyOf(volumes);
        networks = networks == null ? List.of() : SpecException.checkedList(networks, "networks");
        SpecException.check(networks.size() <= 1, "networks", "must name at most one");
        networks.forEach(DockerSpec::checkNetwork);
        SpecException.check(
                serviceName == null || NAME.matcher(serviceName).matches(),
                "service_name",
                "must be letters, digits, '_', '.' and '-'");
        SpecException.check(replicas == null || replicas == 1, "replicas", "must be 1: more are a service");
        SpecException.check(tail == null || (tail >= 0 && tail <= MAX_LINES), "tail", "must be 0 to " + MAX_LINES);
        SpecException.checkTimeout(timeout);
        if (RUN.equals(action)) {
            SpecException.check(image != null, "image", "is required with run");
            SpecException.check(IMAGE.matcher(image).matches(), "image", "must be the name of an image");
            SpecException.check(tail == null, "tail", "is for logs");
        } else {
            SpecException.check(serviceName != null, "service_name", "is required with " + action);
            checkAbsent(image == null, "image");
            checkAbsent(command.isEmpty(), "command");
            checkAbsent(environment.isEmpty(), "environment");
            checkAbsent(ports.isEmpty(), "ports");
            checkAbsent(volumes.isEmpty(), "volumes");
            checkAbsent(networks.isEmpty(), "networks");
            checkAbsent(resources == null, "resources");
            checkAbsent(detach == null, "detach");
        }
    }

    private static void checkNetwork(String network) {
        SpecException.check(NAME.matcher(network).matches(), "networks", "must hold names of networks");
        SpecException.check(!network.equals("host"), "networks", "must not be the machine's own");
    }

    private static void checkAbsent(boolean absent, String field) {
        SpecException.check(absent, field, "is for run");
    }

    /**
     * A port of the container that the machine serves.
     *
     * @param hostPort the machine's; 0 for one of the engine's choice
     * @param protocol {@code tcp} or {@code udp}; null for {@code tcp}
     */
    public record Port(
            int containerPort, int hostPort, @Nullable String protocol) {

        private static final int HIGHEST = 65_535;

        /** @throws SpecException naming the field at fault */
        public Port {
            SpecException.check(
                    containerPort >= 1 && containerPort <= HIGHEST, "container_port", "must be 1 to " + HIGHEST);
            SpecException.check(hostPort >= 0 && hostPort <= HIGHEST, "host_port", "must be 0 to " + HIGHEST);
            SpecException.check(
                    protocol == null || protocol.equals("tcp") || protocol.equals("udp"),
                    "protocol",
                    "must be tcp or udp");
        }

        /** The container's, as engines name it. */
        public String name() {
            return containerPort + "/" + (protocol == null ? "tcp" : protocol);
        }
    }

    /**
     * A directory of the machine in the container.
     *
     * @param readOnly whether the container cannot write; false where not given
     */
    public record Volume(
            String hostPath, String containerPath, @Nullable Boolean readOnly) {

        /** @throws SpecException naming the field at fault */
        public Volume {
            checkPath(hostPath, "host_path");
            checkPath(containerPath, "container_path");
        }

        @SuppressWarnings("ConstantValue") // JSON leaves it out
        private static void checkPath(String path, String field) {
            SpecException.check(path != null, field, "is required");
            SpecException.checkText(path, field);
            SpecException.check(path.startsWith("/"), field, "must be an absolute path");
        }
    }

    /**
     * What a container may use.
     *
     * @param cpus processors, such as 0.5; null for all
     * @param memoryMb memory in MiB, from 6 on, which is the engine's least; null for all
     */
    public record Resources(@Nullable Double cpus, @Nullable Integer memoryMb) {

        private static final int LEAST_MEMORY = 6;

        /** @throws SpecException naming the field at fault */
        public Resources {
            SpecException.check(cpus == null || (cpus >= 0.01 && cpus <= 1024), "cpus", "must be 0.01 to 1024");
            SpecException.check(
                    memoryMb == null || memoryMb >= LEAST_MEMORY, "memory_mb", "must be at least " + LEAST_MEMORY);
        }
    }

    /** The same with these. */
    public DockerSpec withVolumes(List<Volume> others) {
        return new DockerSpec(
                action,
                serviceName,
                image,
                command,
                environment,
                secretVariables,
                ports,
                others,
                networks,
                resources,
                detach,
                replicas,
                tail,
                timeout);
    }

    /** Whether the task is done once the container runs. */
    public boolean detaches() {
        return Boolean.TRUE.equals(detach);
    }

    @Override
    @JsonIgnore
    public String type() {
        return TYPE;
    }

    @Override
    @JsonIgnore
    public boolean idempotentByNature() {
        return !RUN.equals(action);
    }

    @Override
    @JsonIgnore
    public List<String> secretTexts() {
        return Variables.texts(secretVariables, environment);
    }

    @Override
    public DockerSpec masked() {
        return new DockerSpec(
                action,
                serviceName,
                image,
                command,
                Variables.masked(environment),
                secretVariables,
                ports,
                volumes,
                networks,
                resources,
                detach,
                replicas,
                tail,
                timeout);
    }

    @Override
    public String toString() {
        return "DockerSpec[" + action + " " + image + "]";
    }
}
