package io.ris.agent.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.FrameException;
import io.ris.protocol.HubFrame;
import io.ris.protocol.TaskId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HubConnectionTest extends ConnectionOverFakeWires {

    @Test
    void saysHelloAndNothingElseBeforeWelcome() {
        connection.send(new AgentFrame.Accepted(new TaskId("t"), 1));
        loop.run();

        assertThat(wire().sent).singleElement().isInstanceOf(AgentFrame.Hello.class);
    }

    @Test
    void beatsAtTheIntervalOfTheWelcome() {
        hear(WELCOME);
        for (int ping = 0; ping < 6; ping++) {
            loop.advance(Duration.ofSeconds(15));
            wire().listener.heard();
        }

        assertThat(wire().sent.stream().filter(AgentFrame.Heartbeat.class::isInstance))
                .hasSize(4);
    }

    @Test
    void reconnectsAfterFortyFiveSecondsOfSilence() {
        hear(WELCOME);
        loop.advance(Duration.ofSeconds(40));
        assertThat(wire().aborted).isFalse();

        loop.advance(Duration.ofSeconds(10));

        assertThat(wires.getFirst().aborted).isTrue();
        assertThat(peer.losses).singleElement().asString().contains("silent");
        assertThat(wires).hasSize(2);
    }

    @Test
    void pingsKeepASilentConnectionAlive() {
        hear(WELCOME);
        for (int ping = 0; ping < 20; ping++) {
            loop.advance(Duration.ofSeconds(15));
            wire().listener.heard();
        }

        assertThat(wires).hasSize(1);
    }

    @Test
    void givesUpAHubThatSaysNoWelcome() {
        loop.advance(Duration.ofSeconds(21));

        assertThat(peer.losses).singleElement().asString().contains("welcome");
    }

    @Test
    void triesForEverWhileTheHubIsDown() {
        hear(WELCOME);
        hubIsDown = true;
        wire().listener.ended("broken");
        loop.advance(Duration.ofHours(1));
        hubIsDown = false;

        loop.advance(Duration.ofMinutes(1));

        assertThat(peer.losses).hasSizeGreaterThan(60);
        assertThat(peer.delays).startsWith(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));
        assertThat(peer.delays).endsWith(Duration.ofSeconds(60));
        assertThat(wires).hasSize(2);
    }

    @Test
    void goodbyeNamesTheTimeToComeBack() {
        hear(WELCOME);
        hear(FrameCodec.encode(new HubFrame.Goodbye(Duration.ofSeconds(17), "draining")));

        assertThat(peer.delays).containsExactly(Duration.ofSeconds(17));
        loop.advance(Duration.ofSeconds(16));
        assertThat(wires).hasSize(1);
        loop.advance(Duration.ofSeconds(1));
        assertThat(wires).hasSize(2);
    }

    @Test
    void aDeletedAgentDoesNotComeBack() {
        hear(WELCOME);
        hear(FrameCodec.encode(new HubFrame.Goodbye(null, "deleted")));
        loop.advance(Duration.ofHours(2));

        assertThat(peer.dismissals).singleElement().asString().contains("deleted");
        assertThat(wires).hasSize(1);
    }

    @Test
    void answersABrokenFrameAndClosesAfterThree() {
        hear(WELCOME);
        hear("{\"type\":\"no_such_frame\"}");
        hear("not json");

        assertThat(wire().sent.stream().filter(AgentFrame.Fault.class::isInstance))
                .extracting(frame -> ((AgentFrame.Fault) frame).code())
                .containsExactly(FrameException.UNKNOWN_TYPE, FrameException.MALFORMED);

        hear("{}");
        assertThat(wires.getFirst().closedWith).isEqualTo(1003);
    }

    @Test
    void aGoodFrameForgivesTheBrokenOnesBefore() {
        hear(WELCOME);
        String good = FrameCodec.encode(new HubFrame.Start(new TaskId("t"), 1, 3));
        for (int round = 0; round < 5; round++) {
            hear("not json");
            hear("not json");
            hear(good);
        }

        assertThat(wire().closedWith).isZero();
        assertThat(peer.received).hasSize(5);
    }

    @Test
    void closesOnAMessageThatIsTooLarge() {
        hear(WELCOME);
        wire().listener.unreadable(Wire.Unreadable.TOO_LARGE);
        loop.run();

        assertThat(wires.getFirst().closedWith).isEqualTo(1009);
    }

    @Test
    void handlesNoTaskBeforeWelcome() {
        hear(FrameCodec.encode(new HubFrame.Start(new TaskId("t"), 1, 3)));

        assertThat(peer.received).isEmpty();
        assertThat(wire().sent).last().isInstanceOf(AgentFrame.Fault.class);
    }

    @Test
    void eventsOfAFormerConnectionChangeNothing() {
        hear(WELCOME);
        FakeWire former = wire();
        former.listener.ended("broken");
        loop.advance(Duration.ofSeconds(3));
        hear(WELCOME);

        former.listener.ended("again");
        former.listener.message(FrameCodec.encode(new HubFrame.Start(new TaskId("t"), 1, 3)));
        loop.run();

        assertThat(peer.losses).hasSize(1);
        assertThat(peer.received).isEmpty();
    }

    @Test
    void stopClosesInOrderAndForGood() {
        hear(WELCOME);
        connection.stop();
        loop.advance(Duration.ofHours(1));

        assertThat(wire().closedWith).isEqualTo(1000);
        assertThat(wires).hasSize(1);
    }

    @Test
    void handsOnWhatTheHubSaysOfTheCertificate() {
        HubFrame.Renew renew = new HubFrame.Renew(loop.instant());
        hear(FrameCodec.encode(renew));
        assertThat(peer.certificates).as("before welcome").isEmpty();

        hear(WELCOME);
        hear(FrameCodec.encode(renew));

        assertThat(peer.certificates).containsExactly(renew);
    }

    @Test
    void reconnectsAtOnceWithoutALoss() {
        hear(WELCOME);

        connection.reconnect("the certificate was renewed");
        loop.run();

        assertThat(wires).hasSize(2);
        assertThat(wires.getFirst().closedWith).isEqualTo(1000);
        assertThat(peer.losses).isEmpty();
    }

    @Test
    void givesUpWhereTheHubWillNeverAcceptTheAgent() {
        hear(WELCOME);
        refusal = new AccessRefusedException("enrol it again");
        wire().listener.ended("broken");
        loop.advance(Duration.ofHours(1));

        assertThat(peer.dismissals).containsExactly("enrol it again");
        assertThat(wires).hasSize(1);
    }

    @Test
    void aFrameThatCannotBeHandledDoesNotKeepTheNextOnesFromBeingHeard() {
        hear(WELCOME);
        int asked = wire().asked;
        peer.failure = new IllegalStateException("a fault of ours");
        wire().listener.message(FrameCodec.encode(new HubFrame.Start(new TaskId("t"), 1, 3)));

        assertThatIllegalStateException().isThrownBy(loop::run);

        assertThat(wire().asked).isEqualTo(asked + 1);
    }

    @Test
    void reconnectsMoreAndMoreRarelyWhileTheJournalCannotBeWritten() {
        String start = FrameCodec.encode(new HubFrame.Start(new TaskId("t"), 1, 4));
        hear(WELCOME);
        peer.journalFails = true;
        hear(start);
        for (int round = 0; round < 2; round++) {
            loop.advance(peer.delays.getLast());
            hear(WELCOME);
        }
        assertThat(wire().sent).singleElement().isInstanceOf(AgentFrame.Hello.class);
        loop.advance(peer.delays.getLast());
        peer.journalFails = false;
        hear(WELCOME);
        peer.journalFails = true;
        hear(start);

        assertThat(peer.losses).allMatch(reason -> reason.contains("journal"));
        assertThat(peer.delays)
                .containsExactly(
                        Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8), Duration.ofSeconds(2));
        assertThat(wires).hasSize(4).allMatch(wire -> wire.aborted);
    }

    @Test
    void reportsNothingBeforeWelcomeAndNothingOfItAfterwards() {
        AgentFrame.Report report = AgentFrame.Report.of(new byte[] {'{', '}'});
        connection.sendReport(report);
        hear(WELCOME);
        assertThat(wire().sent).doesNotContain(report);

        connection.sendReport(report);
        loop.run();
        assertThat(wire().sent).contains(report);
    }
}
