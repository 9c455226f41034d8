package io.ris.hub.tasks.targeting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class OneAtATimeTest {

    private final Queue<Runnable> handedOver = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();

    private OneAtATime<String> working(Predicate<String> work) {
        return new OneAtATime<>(handedOver::add, key -> {
            done.add(key);
            return work.test(key);
        });
    }

    private void runAll() {
        while (!handedOver.isEmpty()) {
            handedOver.remove().run();
        }
    }

    @Test
    void eachKeyIsWorkedOnByItself() {
        OneAtATime<String> turns = working(key -> false);
        turns.ask("a");
        turns.ask("b");
        assertThat(handedOver).hasSize(2);
        runAll();
        assertThat(done).containsExactly("a", "b");
    }

    @Test
    void whatIsAskedForMeanwhileIsDoneOnceMore() {
        List<OneAtATime<String>> own = new ArrayList<>();
        OneAtATime<String> turns = working(key -> {
            if (done.size() == 1) {
                own.getFirst().ask(key);
                own.getFirst().ask(key);
            }
            return false;
        });
        own.add(turns);
        turns.ask("a");
        runAll();
        assertThat(done).containsExactly("a", "a");
    }

    @Test
    void aHundredThousandStepsNeedNoDeeperStack() {
        OneAtATime<String> turns = working(key -> done.size() < 100_000);
        turns.ask("a");
        runAll();
        assertThat(done).hasSize(100_000);
    }

    @Test
    void whatFailedCanBeAskedForAgain() {
        OneAtATime<String> turns = working(key -> {
            if (done.size() == 1) {
                throw new StackOverflowError("the first time");
            }
            return false;
        });
        turns.ask("a");
        assertThatThrownBy(this::runAll).isInstanceOf(StackOverflowError.class);
        turns.ask("a");
        runAll();
        assertThat(done).hasSize(2);
    }

    @Test
    void whatWasNotTakenCanBeAskedForAgain() {
        List<Runnable> taken = new ArrayList<>();
        List<String> refused = new ArrayList<>(List.of("once"));
        OneAtATime<String> turns = new OneAtATime<>(
                run -> {
                    if (!refused.isEmpty()) {
                        throw new RejectedExecutionException(refused.removeFirst());
                    }
                    taken.add(run);
                },
                key -> false);
        assertThatThrownBy(() -> turns.ask("a")).isInstanceOf(RejectedExecutionException.class);
        turns.ask("a");
        assertThat(taken).hasSize(1);
    }
}
