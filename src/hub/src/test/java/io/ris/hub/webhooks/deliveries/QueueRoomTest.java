package io.ris.hub.webhooks.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueRoomTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 1, 100", // one webhook alone
        "30, 30, 1, 70",
        "60, 30, 1, 40", // also what is left of another that was deleted
        "100, 100, 1, 0",
        "40, 40, 5, 20", // what is not kept for the others
        "60, 60, 5, 0", // used up by this one
        "60, 0, 5, 10", // by another
        "65, 5, 5, 5",
        "55, 0, 5, 10", // its share, which is more than the rest
        "100, 0, 5, 0",
        "120, 0, 5, 0", // after the limit was lowered
        "50, 0, 80, 1",
        "50, 1, 80, 0", // more webhooks than places to keep
        "99, 0, 200, 1",
        "0, 0, 0, 100",
    })
    void aWebhookHasItsShareWhateverWaitsForOthers(long waiting, long ofWebhook, long webhooks, long room) {
        assertThat(new QueueRoom(100).of(waiting, ofWebhook, webhooks)).isEqualTo(room);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "1, 0, 0", "1, 1, 0"})
    void evenTheSmallestQueueHasAPlace(long waiting, long ofWebhook, long room) {
        assertThat(new QueueRoom(1).of(waiting, ofWebhook, 3)).isEqualTo(room);
    }
}
