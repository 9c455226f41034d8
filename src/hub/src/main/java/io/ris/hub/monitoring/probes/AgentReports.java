package io.ris.hub.monitoring.probes;

import io.ris.hub.fleet.connection.AgentConnection;
import io.ris.hub.fleet.connection.AgentFrameListener;
import io.ris.hub.monitoring.documents.ProbeDocuments;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.FrameException;
import jakarta.inject.Inject;
import java.util.Map;

/**
 * The hub's own agents as probes: what they observe comes over the connection that they have. One registers with its first report, or the next
 * one where that fails. That a
 * report cannot be kept is no reason to part from an agent that works. Thread-safe.
 */
@HubService
class AgentReports implements AgentFrameListener {

    private static final System.Logger LOG = System.getLogger(AgentReports.class.getName());

    private final ReportIntake intake;
    private final ProbeRegistry registry;
    private final DueRegistrations registrations = new DueRegistrations();

    @Inject
    AgentReports(ReportIntake intake, ProbeRegistry registry) {
        this.intake = intake;
        this.registry = registry;
    }

    @Override
    public void connected(AgentConnection connection, AgentFrame.Hello hello) {
        registrations.add(
                connection.sessionId(),
                new ProbeDocuments.Registration(
                        hello.agentId().value(),
                        hello.host().hostname(),
                        Map.of(
                                "version", hello.version(),
                                "os", hello.host().os(),
                                "arch", hello.host().arch())));
    }

    @Override
    public void ready(AgentConnection connection) {}

    @Override
    public void received(AgentConnection connection, AgentFrame.OfTask frame) {}

    @Override
    public void heartbeat(AgentConnection connection) {}

    @Override
    public void reported(AgentConnection connection, AgentFrame.Report report) {
        String own = connection.agent().agentId().value();
        try {
            intake.accept(json(report), agentId -> requireOwn(own, agentId));
            registrations.settle(connection.sessionId(), registration -> {
                registry.register(registration);
                registry.heardOf(own);
            });
        } catch (HubException.Unavailable e) {
            LOG.log(System.Logger.Level.WARNING, "a report of {0} is not kept: {1}", connection.agent(), e.detail());
        }
    }

    private static byte[] json(AgentFrame.Report report) {
        try {
            return report.json();
        } catch (FrameException e) {
            throw HubException.Invalid.malformed("data", String.valueOf(e.getMessage()));
        }
    }

    private static void requireOwn(String own, String agentId) {
        if (!own.equals(agentId)) {
            throw HubException.Invalid.rule("agent_id", "must be the agent's own");
        }
    }

    @Override
    public void disconnected(AgentConnection connection) {
        registrations.forget(connection.sessionId());
    }
}
