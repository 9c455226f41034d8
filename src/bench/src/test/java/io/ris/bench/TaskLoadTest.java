package io.ris.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TaskLoadTest {

    @Test
    void submitsEachTaskOnce() throws InterruptedException {
        Set<Integer> submitted = ConcurrentHashMap.newKeySet();
        TaskLoad load = new TaskLoad(4, Pace.UNLIMITED, index -> {
            if (!submitted.add(index)) {
                throw new IOException("twice");
            }
        });

        RunFigures run = load.run(100);

        assertThat(submitted).isEqualTo(IntStream.range(0, 100).boxed().collect(Collectors.toSet()));
        assertThat(run.failed()).isZero();
        assertThat(load.firstFailure()).isEmpty();
    }

    @Test
    @Timeout(30)
    void hasAsManyTasksUnderWayAsItMay() throws InterruptedException {
        CyclicBarrier together = new CyclicBarrier(3);
        TaskLoad load = new TaskLoad(3, Pace.UNLIMITED, index -> {
            try {
                together.await(10, TimeUnit.SECONDS);
            } catch (java.util.concurrent.BrokenBarrierException | java.util.concurrent.TimeoutException e) {
                throw new IOException("alone", e);
            }
        });

        assertThat(load.run(6).failed()).isZero();
    }

    @Test
    void countsFailuresAndKeepsTheFirstReason() throws InterruptedException {
        TaskLoad load = new TaskLoad(1, Pace.UNLIMITED, index -> {
            if (index % 2 == 1) {
                throw new IOException("task " + index);
            }
        });

        assertThat(load.run(10).failed()).isEqualTo(5);
        assertThat(load.firstFailure()).contains("task 1");
    }

    @Test
    void spreadsTasksEvenlyWhereARateIsGiven() {
        Pace pace = new Pace(200);

        assertThat(pace.due(0, 999)).isZero();
        assertThat(pace.due(1, 999)).isEqualTo(5_000_000);
        assertThat(pace.due(200, 999)).isEqualTo(1_000_000_000);
    }

    @Test
    void isDueAtOnceWhereNoRateIsGiven() {
        assertThat(Pace.UNLIMITED.due(7, 999)).isEqualTo(999);
    }
}
