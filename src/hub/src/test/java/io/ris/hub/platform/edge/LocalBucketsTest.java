package io.ris.hub.platform.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.settings.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalBucketsTest {

    /** One request every 600 ms, five at once. */
    private static final RateLimit LIMIT = new RateLimit(100, 5);

    private static final Requester ANNA = new Requester.Known("anna");
    private static final Requester BERT = new Requester.Known("bert");

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000); // the system's count may begin anywhere
    private final LocalBuckets buckets = new LocalBuckets(now::get);

    private void wait(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private int grantedOf(int requests) {
        int granted = 0;
        for (int i = 0; i < requests; i++) {
            granted += buckets.take(ANNA, LIMIT).granted() ? 1 : 0;
        }
        return granted;
    }

    @Test
    void grantsTheBurstAtOnceAndNoMore() {
        assertThat(grantedOf(50)).isEqualTo(5);
    }

    @Test
    void tellsHowManyAreLeftAndWhenThereAreMore() {
        assertThat(buckets.take(ANNA, LIMIT))
                .isEqualTo(new Allowance(LIMIT, true, 4, Duration.ZERO, Duration.ofMillis(600)));
        grantedOf(3);
        assertThat(buckets.take(ANNA, LIMIT))
                .isEqualTo(new Allowance(LIMIT, true, 0, Duration.ofMillis(600), Duration.ofSeconds(3)));
        wait(Duration.ofMillis(200));
        assertThat(buckets.take(ANNA, LIMIT))
                .isEqualTo(new Allowance(LIMIT, false, 0, Duration.ofMillis(400), Duration.ofMillis(2800)));
    }

    @Test
    void grantsTheRateInTheLongRun() {
        int granted = 0;
        for (int tenth = 0; tenth < 600; tenth++) {
            granted += grantedOf(3);
            wait(Duration.ofMillis(100));
        }
        assertThat(granted).isBetween(104, 105);
    }

    @Test
    void refusalsCostNothing() {
        grantedOf(1000);
        wait(Duration.ofMillis(600));
        assertThat(grantedOf(10)).isEqualTo(1);
    }

    @Test
    void holdsNoMoreThanTheBurstHoweverLongNobodyAsked() {
        grantedOf(5);
        wait(Duration.ofDays(400));
        assertThat(grantedOf(50)).isEqualTo(5);
    }

    @Test
    void givesBackWhatWasTakenAndNoMore() {
        grantedOf(5);
        buckets.giveBack(ANNA, LIMIT);
        assertThat(grantedOf(5)).isEqualTo(1);

        wait(Duration.ofHours(1));
        buckets.giveBack(ANNA, LIMIT);
        buckets.giveBack(ANNA, LIMIT);
        assertThat(grantedOf(50)).isEqualTo(5);
    }

    @Test
    void keepsAnAccountForEach() {
        grantedOf(50);
        assertThat(buckets.take(BERT, LIMIT).granted()).isTrue();
    }

    @Test
    void anotherLimitHoldsAtOnce() {
        grantedOf(5);
        assertThat(buckets.take(ANNA, new RateLimit(100, 6)).granted()).isTrue();
        assertThat(buckets.take(ANNA, new RateLimit(100, 2)).granted()).isFalse();
    }

    @Test
    void countsRightWhenManyAskAtOnce() throws Exception {
        AtomicInteger granted = new AtomicInteger();
        RateLimit limit = new RateLimit(100, 5000);
        Callable<Boolean> load = () -> {
            for (int i = 0; i < 5000; i++) {
                granted.addAndGet(buckets.take(ANNA, limit).granted() ? 1 : 0);
            }
            return true;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> running = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                running.add(threads.submit(load));
            }
            for (Future<Boolean> one : running) {
                assertThat(one.get()).isTrue();
            }
        }
        assertThat(granted).hasValue(5000);
    }

    @Test
    void theLargestLimitsDoNotOverflow() {
        RateLimit largest = new RateLimit(1, 1_000_000);

        assertThat(buckets.take(ANNA, largest).remaining()).isEqualTo(999_999);
        assertThat(buckets.take(BERT, new RateLimit(1_000_000, 1_000_000)).remaining())
                .isEqualTo(999_999);
    }

    @Test
    void oneIpv6NetworkIsOneRequester() {
        assertThat(requester("2001:db8::1")).isEqualTo(requester("2001:db8::ffff:2"));
        assertThat(requester("2001:db8::1")).isNotEqualTo(requester("2001:db8:0:1::1"));
        assertThat(requester("192.0.2.1")).isNotEqualTo(requester("192.0.2.2"));
        assertThat(requester("0.0.0.1")).isNotEqualTo(requester("0:0:0:1::"));
    }

    private static Requester requester(String address) {
        return Requester.of(IpAddress.find(address).orElseThrow());
    }
}
