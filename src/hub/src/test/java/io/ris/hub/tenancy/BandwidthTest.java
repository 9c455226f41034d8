package io.ris.hub.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BandwidthTest {

    private static final long PER_SECOND = 1_000_000;

    private final Bandwidth.Bucket bucket = new Bandwidth.Bucket(0);

    @Test
    void aSecondsWorthMayComeAtOnce() {
        assertThat(bucket.spend(PER_SECOND, PER_SECOND, 1_000)).isZero();
    }

    @Test
    void whatIsMoreHasToWaitAsLongAsItTakes() {
        bucket.spend(PER_SECOND, PER_SECOND, 1_000);
        assertThat(bucket.spend(PER_SECOND / 2, PER_SECOND, 1_000)).isEqualTo(Duration.ofMillis(500));
        assertThat(bucket.spend(0, PER_SECOND, 1_500)).isZero();
    }

    @Test
    void silenceSavesNoMoreThanASecondsWorth() {
        bucket.spend(0, PER_SECOND, 3_600_000);
        assertThat(bucket.spend(2 * PER_SECOND, PER_SECOND, 3_600_000)).isEqualTo(Duration.ofSeconds(1));
    }
}
