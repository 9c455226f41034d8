package io.ris.agent.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.protocol.FrameCodec;
import io.ris.protocol.HubFrame;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When an agent tries no more to come back to its hub. */
class GivingUpTest extends ConnectionOverFakeWires {

    @Test
    void givesUpAfterAsManyFailedAttemptsAsTheHubSaid() {
        hear(welcome(3));
        hubIsDown = true;
        wire().listener.ended("broken");
        loop.advance(Duration.ofHours(1));

        assertThat(peer.surrenders)
                .singleElement()
                .asString()
                .contains("3 attempts", "the hub cannot be reached: connection refused");
        assertThat(peer.losses).as("of the session, and of two attempts").hasSize(3);
        assertThat(peer.dismissals).isEmpty();
    }

    @Test
    void onlyFailedAttemptsInARowCount() {
        hear(welcome(2));
        for (int round = 0; round < 5; round++) {
            hubIsDown = true;
            wire().listener.ended("broken");
            loop.advance(Duration.ofSeconds(3));
            hubIsDown = false;
            loop.advance(Duration.ofSeconds(4));
            hear(welcome(2));
        }

        assertThat(peer.surrenders).isEmpty();
        assertThat(wires).hasSize(6);
    }

    @Test
    void theLastWelcomeSaysHowManyAttemptsAreEnough() {
        hear(welcome(1));
        wire().listener.ended("broken");
        loop.advance(Duration.ofSeconds(3));
        hear(welcome(0));
        hubIsDown = true;
        wire().listener.ended("broken");
        loop.advance(Duration.ofHours(1));

        assertThat(peer.surrenders).isEmpty();
        assertThat(peer.losses).hasSizeGreaterThan(60);
    }

    @Test
    void aHubThatSaysWhenToComeBackIsNoFailure() {
        hear(welcome(1));
        wire().listener.ended("broken");
        loop.advance(Duration.ofSeconds(3));
        for (int round = 0; round < 3; round++) {
            hear(FrameCodec.encode(new HubFrame.Goodbye(Duration.ofSeconds(17), "draining")));
            loop.advance(Duration.ofSeconds(17));
        }

        assertThat(peer.surrenders).isEmpty();
        assertThat(wires).hasSize(5);
    }
}
