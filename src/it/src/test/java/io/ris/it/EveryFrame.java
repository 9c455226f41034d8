package io.ris.it;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.ResultStatus;
import io.ris.protocol.TaskId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One frame of each type that the protocol has from agents to the hub. */
final class EveryFrame {

    private EveryFrame() {}

    /**
     * All of them.
     *
     * @param agent whom the hello names
     * @param task whose first attempt the others are about
     */
    static List<AgentFrame> of(String agent, String task) {
        TaskId id = new TaskId(task);
        Instant now = Instant.EPOCH;
        return List.of(
                new AgentFrame.Accepted(id, 1),
                new AgentFrame.Started(id, 1, now),
                new AgentFrame.Output(id, 1, OutputStreamName.STDOUT, 0, "forged", "utf-8"),
                new AgentFrame.Rejected(id, 1, "unsupported"),
                new AgentFrame.Result(id, 1, ResultStatus.COMPLETED, null, null, null, now, now),
                new AgentFrame.Heartbeat(new AgentFrame.ResourceUsage(99, 99, 99), 1, 1),
                new AgentFrame.NetworkChanged(List.of("192.0.2.1"), null),
                new AgentFrame.CertificateRequest(SigningRequest.overAFreshKey().pem()),
                AgentFrame.Report.of("{\"agent_id\":\"forged\"}".getBytes(StandardCharsets.UTF_8)),
                new AgentFrame.Fault("forged", "forged", null),
                AgentSocket.hello(agent, 1));
    }

    /** The types that the protocol has. */
    static Set<Class<?>> types() {
        return concrete(AgentFrame.class).collect(Collectors.toSet());
    }

    private static Stream<Class<?>> concrete(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(EveryFrame::concrete)
                : Stream.of(type);
    }
}
