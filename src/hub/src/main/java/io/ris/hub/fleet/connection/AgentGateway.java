package io.ris.hub.fleet.connection;

import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.fleet.AgentCredential;
import io.ris.hub.fleet.AgentKeys;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.fleet.Dismissal;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.cluster.HubNode;
import io.ris.hub.platform.cluster.NodeLeases;
import io.ris.hub.platform.web.AccessControl;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import io.ris.hub.platform.websocket.Transport;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.FrameException;
import io.ris.protocol.HubFrame;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Leads the conversation with each agent: hello, welcome, heartbeats, faults; hands work to the listeners. */
@HubService
public class AgentGateway {

    private static final System.Logger LOG = System.getLogger(AgentGateway.class.getName());
    private static final int MAX_FAULTS_IN_A_ROW = 3;
    private static final int CLOSE_NORMAL = 1000;
    private static final int CLOSE_GOING_AWAY = 1001;
    private static final int CLOSE_UNACCEPTABLE = 1003;
    private static final int CLOSE_POLICY = 1008;
    private static final Duration GOODBYE_TIME = Duration.ofSeconds(5);
    private static final Duration RECONNECT_SPREAD = Duration.ofSeconds(10);

    private final AgentService agents;
    private final AgentKeys keys;
    private final CertificateRenewals renewals;
    private final ConnectionRegistry registry;
    private final Instance<AgentFrameListener> listeners;
    private final HubNode node;
    private final NodeLeases lease;
    private final TelemetryWish telemetry;
    private final Clock clock;
    private final Duration heartbeatInterval;
    private final HubFrame.ReconnectPolicy reconnect;

    @Inject
    AgentGateway(
            AgentService agents,
            AgentKeys keys,
            CertificateRenewals renewals,
            ConnectionRegistry registry,
            Instance<AgentFrameListener> listeners,
            HubNode node,
            NodeLeases lease,
            TelemetryWish telemetry,
            Clock clock,
            @ConfigProperty(name = "client_management.heartbeat_interval") Duration heartbeatInterval,
            @ConfigProperty(name = "client_management.reconnection_policy.initial_delay") Duration initialDelay,
            @ConfigProperty(name = "client_management.reconnection_policy.max_delay") Duration maxDelay,
            @ConfigProperty(name = "client_management.reconnection_policy.max_attempts") int maxAttempts) {
        this.agents = agents;
        this.keys = keys;
        this.renewals = renewals;
        this.registry = registry;
        this.listeners = listeners;
        this.node = node;
        this.lease = lease;
        this.telemetry = telemetry;
        this.clock = clock;
        this.heartbeatInterval = heartbeatInterval;
        this.reconnect = new HubFrame.ReconnectPolicy(initialDelay, maxDelay, 2, 1, maxAttempts);
    }

    AgentConnection open(AgentIdentity identity, Transport transport) {
        Instant now = clock.instant();
        AgentConnection connection = new AgentConnection(
                identity, UuidCreator.getTimeOrderedEpoch().toString(), transport, lease::isHeld, now);
        registry.open(connection, now);
        return connection;
    }

    /** Handles one message of an agent. */
    @RequiresPermission(Permissions.AGENT_CONNECT)
    void receive(AgentConnection connection, String message) {
        connection.heard(clock.instant());
        try {
            AgentFrame frame = FrameCodec.decodeAgentFrame(message);
            AccessControl.require(AccessControl.OF_AGENTS, FramePermissions.required(frame));
            TenantScope.call(connection.agent().tenant(), () -> {
                handle(connection, frame);
                return true;
            });
            connection.countGood();
        } catch (FrameException e) {
            fault(connection, e);
        } catch (UnexpectedFrame e) {
            fault(connection, new FrameException(FrameException.UNEXPECTED, e.detail, e.ref));
        } catch (HubException.Invalid e) {
            fault(connection, new FrameException(FrameException.INVALID_FIELD, e.detail(), null));
        } catch (HubException e) {
            LOG.log(System.Logger.Level.INFO, "{0} is sent away: {1}", connection.agent(), e.detail());
            connection.close(e.type().webSocketCloseCode(), e.detail());
        }
    }

    void heard(AgentConnection connection) {
        connection.heard(clock.instant());
    }

    private void handle(AgentConnection connection, AgentFrame frame) {
        if (!connection.isGreeted() && !(frame instanceof AgentFrame.Hello)) {
            throw new UnexpectedFrame("hello must come first", "hello");
        }
        switch (frame) {
            case AgentFrame.Hello hello -> greet(connection, hello);
            case AgentFrame.Heartbeat heartbeat -> {
                connection.heartbeat(heartbeat);
                listeners.forEach(listener -> listener.heartbeat(connection));
            }
            case AgentFrame.Report report -> listeners.forEach(listener -> listener.reported(connection, report));
            case AgentFrame.OfTask work -> listeners.forEach(listener -> listener.received(connection, work));
            case AgentFrame.CertificateRequest request -> renewals.answer(connection, request);
            case AgentFrame.NetworkChanged change ->
                LOG.log(System.Logger.Level.INFO, "{0}: addresses are now {1}", connection.agent(), change.addresses());
            case AgentFrame.Fault fault ->
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} did not handle {1}: {2}",
                        connection.agent(),
                        fault.ref(),
                        fault.message());
        }
    }

    private void greet(AgentConnection connection, AgentFrame.Hello hello) {
        if (connection.isGreeted()) {
            throw new UnexpectedFrame("hello may come once", "hello");
        }
        if (!hello.agentId().equals(connection.agent().agentId())) {
            connection.close(CLOSE_POLICY, "agent_id is not the certificate's");
            return;
        }
        if (!hello.protocol().contains(FrameCodec.VERSION)) {
            connection.close(CLOSE_UNACCEPTABLE, "this hub speaks protocol version " + FrameCodec.VERSION);
            return;
        }
        if (isDismissed(connection)) {
            return; // and whoever has the agent's present key stays
        }
        Optional<Long> epoch = agents.connect(hello, connection.sessionId());
        if (epoch.isEmpty()) {
            connection.dismiss(new HubFrame.Goodbye(null, "deleted"), CLOSE_POLICY);
            return;
        }
        connection.greeted(
                new AgentConnection.Greeting(epoch.get(), hello.capacity(), Set.copyOf(hello.capabilities())));
        registry.put(connection).ifPresent(old -> old.dismiss(new HubFrame.Goodbye(null, "replaced"), CLOSE_NORMAL));
        if (isDismissed(connection)) {
            return; // between the handshake and the registry's knowing of it nobody would have ended it
        }
        connection.send(new HubFrame.Welcome(
                connection.sessionId(),
                node.id(),
                epoch.get(),
                heartbeatInterval,
                reconnect,
                0,
                telemetry.wish().orElse(null)));
        LOG.log(System.Logger.Level.INFO, "{0} connected, epoch {1}", connection.agent(), epoch.get());
        renewals.askIfDue(connection);
        listeners.forEach(listener -> listener.connected(connection, hello));
        connection.takeWork();
        listeners.forEach(listener -> listener.ready(connection));
    }

    /** Ends a connection whose key is good for nothing any more. */
    private boolean isDismissed(AgentConnection connection) {
        Optional<String> reason = dismissedSince(connection.identity());
        reason.ifPresent(why -> connection.dismiss(new HubFrame.Goodbye(null, why), CLOSE_POLICY));
        return reason.isPresent();
    }

    private Optional<String> dismissedSince(AgentIdentity identity) {
        Optional<AgentCredential> credential = keys.find(identity.agent().agentId());
        if (credential.isEmpty()) {
            return Optional.of(Dismissal.DELETED);
        }
        if (credential.get().revokedAt() != null) {
            return Optional.of(Dismissal.REVOKED);
        }
        return credential.get().certificateOf(identity.keyHash()).isPresent()
                ? Optional.empty()
                : Optional.of(Dismissal.REPLACED);
    }

    private void fault(AgentConnection connection, FrameException fault) {
        connection.send(new HubFrame.Fault(fault.code(), String.valueOf(fault.getMessage()), fault.ref()));
        if (connection.countFault() >= MAX_FAULTS_IN_A_ROW) {
            connection.close(CLOSE_UNACCEPTABLE, "too many messages that are no frames");
        }
    }

    void closed(AgentConnection connection, String reason) {
        boolean present = registry.remove(connection);
        if (!connection.isGreeted()) {
            return;
        }
        TenantScope.run(connection.agent().tenant(), () -> {
            if (present) {
                LOG.log(System.Logger.Level.INFO, "{0} disconnected: {1}", connection.agent(), reason);
                listeners.forEach(listener -> listener.disconnected(connection));
            }
            agents.disconnect(connection.agent().agentId(), connection.sessionId(), connection.lastHeard(), reason);
        });
    }

    void cutOff(@Observes Dismissal dismissal) {
        registry.find(dismissal.agent())
                .filter(connection -> dismissal.concerns(connection.identity().keyHash()))
                .ifPresent(
                        connection -> connection.dismiss(new HubFrame.Goodbye(null, dismissal.reason()), CLOSE_POLICY));
    }

    void sayGoodbye(@Observes @Priority(StartupOrder.STOP_FLEET) Shutdown shutdown) {
        int connected = Math.max(1, registry.size());
        int turn = 0;
        for (AgentConnection connection : registry.all()) {
            // Spread, so that they do not all come back at the same moment; few come back at once.
            Duration after = Duration.ofMillis(500L + RECONNECT_SPREAD.toMillis() * turn++ / Math.max(100, connected));
            connection.dismiss(new HubFrame.Goodbye(after, "draining"), CLOSE_GOING_AWAY);
        }
        registry.awaitEmpty(GOODBYE_TIME);
    }

    private static final class UnexpectedFrame extends RuntimeException {
        private final String detail;
        private final String ref;

        UnexpectedFrame(String detail, String ref) {
            super(detail);
            this.detail = detail;
            this.ref = ref;
        }
    }
}
