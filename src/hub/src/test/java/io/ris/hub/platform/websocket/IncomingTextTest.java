package io.ris.hub.platform.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IncomingTextTest {

    private final AtomicInteger refusals = new AtomicInteger();
    private final IncomingText incoming = new IncomingText(10);

    @Test
    void piecesAreOneMessageWithTheLast() {
        assertThat(incoming.add("hello", false, refusals::incrementAndGet)).isEmpty();
        assertThat(incoming.add(" you", true, refusals::incrementAndGet)).contains("hello you");
        assertThat(incoming.add("next", true, refusals::incrementAndGet)).contains("next");
        assertThat(refusals).hasValue(0);
    }

    @Test
    void whatAddsUpToTooMuchIsToldOnceAndTheEnd() {
        assertThat(incoming.add("0123456789", false, refusals::incrementAndGet)).isEmpty();
        assertThat(incoming.add("x", true, refusals::incrementAndGet)).isEmpty();
        assertThat(incoming.add("more", true, refusals::incrementAndGet)).isEmpty();
        assertThat(refusals).hasValue(1);
    }
}
