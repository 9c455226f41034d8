package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.TenantCode;
import org.junit.jupiter.api.Test;

class NodePlacesTest {

    private final NodePlaces places = new NodePlaces(20);
    private final NodePlaces.Share big = places.of(new TenantCode("big"));
    private final NodePlaces.Share small = places.of(new TenantCode("small"));

    private static int takeAll(NodePlaces.Share share) {
        int taken = 0;
        while (share.take()) {
            taken++;
        }
        return taken;
    }

    @Test
    void theLastTenthIsForThoseWhoHaveLess() {
        assertThat(takeAll(big)).isEqualTo(18);
        assertThat(big.hasRoom()).isFalse();
        assertThat(small.hasRoom()).isTrue();
        assertThat(takeAll(small)).isEqualTo(2);
        assertThat(places.taken()).isEqualTo(20);
    }

    @Test
    void aPlaceGivenBackIsFreeAgain() {
        takeAll(big);
        big.give();
        assertThat(takeAll(big)).isEqualTo(1);
    }

    @Test
    void whatAnAgentHasAlreadyCountsBeyondTheLimit() {
        for (int i = 0; i < 25; i++) {
            big.claim();
        }
        assertThat(places.taken()).isEqualTo(25);
        assertThat(small.take()).isFalse();
    }

    @Test
    void ofFewerThanTenPlacesNoneIsKept() {
        assertThat(takeAll(new NodePlaces(9).of(new TenantCode("one")))).isEqualTo(9);
    }
}
