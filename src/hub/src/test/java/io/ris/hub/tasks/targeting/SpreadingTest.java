package io.ris.hub.tasks.targeting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SpreadingTest {

    private final List<Integer> given = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private int cancelledAt = Integer.MAX_VALUE;
    private int heldUpAt = Integer.MAX_VALUE;

    private Spreading.End spread(int first, int end) {
        return new Spreading(this::give, this::note).spread(first, end);
    }

    private JobTasks.Given give(int from, int to) {
        int tried = 0;
        for (int agent = from; agent < Math.min(to, heldUpAt); agent++) {
            given.add(agent);
            tried++;
        }
        return new JobTasks.Given(tried, 0);
    }

    private boolean note(int from, JobTasks.Given some) {
        if (given.size() > cancelledAt) {
            return false;
        }
        next.set(from + some.tried());
        return true;
    }

    @Test
    void everyAgentIsGivenItsTaskOnce() {
        assertThat(spread(3, 100)).isEqualTo(Spreading.End.DONE);
        assertThat(given).hasSize(97).doesNotHaveDuplicates().startsWith(3).endsWith(99);
        assertThat(next).hasValue(100);
    }

    @Test
    void aJobThatIsCancelledIsGivenToFewMore() {
        cancelledAt = 40;
        assertThat(spread(0, 100_000)).isEqualTo(Spreading.End.MOVED);
        assertThat(given).hasSizeLessThanOrEqualTo(40 + Spreading.AT_ONCE);
    }

    @Test
    void whatIsHeldUpIsNotNotedAsGiven() {
        heldUpAt = 20;
        assertThat(spread(0, 100)).isEqualTo(Spreading.End.HELD_UP);
        assertThat(next).hasValue(20);
    }

    @Test
    void whereNothingCouldBeGivenNothingIsNoted() {
        heldUpAt = 0;
        cancelledAt = -1;
        assertThat(spread(0, 100)).isEqualTo(Spreading.End.HELD_UP);
    }
}
