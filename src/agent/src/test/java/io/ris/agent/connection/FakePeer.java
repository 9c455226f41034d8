package io.ris.agent.connection;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.AgentId;
import io.ris.protocol.HubFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An agent that records what its connection tells it. */
final class FakePeer implements HubPeer {

    final List<HubFrame.OfTask> received = new ArrayList<>();
    final List<HubFrame.OfCertificate> certificates = new ArrayList<>();
    final List<String> losses = new ArrayList<>();
    final List<Duration> delays = new ArrayList<>();
    final List<String> dismissals = new ArrayList<>();
    final List<String> surrenders = new ArrayList<>();
    boolean journalFails;
    RuntimeException failure;

    @Override
    public AgentFrame.Hello hello() {
        return new AgentFrame.Hello(
                new AgentId("a"),
                "1",
                List.of(1),
                Set.of("command"),
                1,
                new AgentFrame.Host("linux", "amd64", "h", 1, 1),
                Map.of(),
                List.of(),
                null,
                "b",
                0,
                List.of());
    }

    @Override
    public AgentFrame.Heartbeat heartbeat() {
        return new AgentFrame.Heartbeat(new AgentFrame.ResourceUsage(1, 2, 3), 0, 1);
    }

    @Override
    public Optional<AgentFrame.NetworkChanged> networkChange() {
        return Optional.empty();
    }

    @Override
    public Optional<AgentFrame> nextOutput() {
        return Optional.empty();
    }

    @Override
    public void welcomed(HubFrame.Welcome welcome) throws IOException {
        requireJournal();
    }

    private void requireJournal() throws IOException {
        if (journalFails) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public void received(HubFrame.OfCertificate frame) {
        certificates.add(frame);
    }

    @Override
    public void received(HubFrame.OfTask frame) throws IOException {
        requireJournal();
        if (failure != null) {
            throw failure;
        }
        received.add(frame);
    }

    @Override
    public void disconnected(String reason, Duration next) {
        losses.add(reason);
        delays.add(next);
    }

    @Override
    public void gaveUp(String reason) {
        surrenders.add(reason);
    }

    @Override
    public void dismissed(String reason) {
        dismissals.add(reason);
    }
}
