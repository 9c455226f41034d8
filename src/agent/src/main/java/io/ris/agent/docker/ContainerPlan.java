package io.ris.agent.docker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ris.protocol.DockerSpec;
import io.ris.protocol.TaskAttempt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an engine is told of a container that a task wants. */
final class ContainerPlan {

    static final String TASK = "ris.task_id";
    static final String ATTEMPT = "ris.attempt";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final long MEBIBYTE = 1024L * 1024;
    private static final double NANO = 1e9;

    private ContainerPlan() {}

    /** The body of {@code POST /containers/create}. */
    static ObjectNode of(DockerSpec spec, TaskAttempt attempt) {
        ObjectNode plan = JSON.objectNode().put("Image", spec.image());
        if (!spec.command().isEmpty()) {
            plan.set("Cmd", texts(spec.command()));
        }
        plan.set(
                "Env",
                texts(spec.environment().entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList()));
        plan.putObject("Labels").put(TASK, attempt.taskId().value()).put(ATTEMPT, Integer.toString(attempt.attempt()));
        ObjectNode exposed = plan.putObject("ExposedPorts");
        spec.ports().forEach(port -> exposed.putObject(port.name()));
        plan.set("HostConfig", host(spec));
        return plan;
    }

    private static ObjectNode host(DockerSpec spec) {
        ObjectNode host = JSON.objectNode();
        ObjectNode bindings = host.putObject("PortBindings");
        for (DockerSpec.Port port : spec.ports()) {
            ObjectNode binding = bindings.withArray(port.name()).addObject();
            binding.put("HostPort", port.hostPort() == 0 ? "" : Integer.toString(port.hostPort()));
        }
        ArrayNode mounts = host.putArray("Mounts");
        for (DockerSpec.Volume volume : spec.volumes()) {
            mounts.addObject()
                    .put("Type", "bind")
                    .put("Source", volume.hostPath())
                    .put("Target", volume.containerPath())
                    .put("ReadOnly", Boolean.TRUE.equals(volume.readOnly()));
        }
        if (!spec.networks().isEmpty()) {
            host.put("NetworkMode", spec.networks().getFirst());
        }
        bound(host, spec.resources());
        // Output is read back from the engine's own files, which must not fill the disk.
        host.putObject("LogConfig")
                .put("Type", "json-file")
                .putObject("Config")
                .put("max-size", "16m")
                .put("max-file", "2");
        return host;
    }

    private static void bound(ObjectNode host, DockerSpec.@Nullable Resources resources) {
        if (resources != null && resources.memoryMb() != null) {
            host.put("Memory", resources.memoryMb() * MEBIBYTE);
            host.put("MemorySwap", resources.memoryMb() * MEBIBYTE);
        }
        if (resources != null && resources.cpus() != null) {
            host.put("NanoCpus", Math.round(resources.cpus() * NANO));
        }
    }

    private static ArrayNode texts(List<String> values) {
        ArrayNode array = JSON.arrayNode();
        values.forEach(array::add);
        return array;
    }
}
