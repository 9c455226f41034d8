package io.ris.agent.execution;

import static io.ris.agent.testing.Offers.command;
import static io.ris.agent.testing.Offers.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.ris.agent.policy.RefusedException;
import io.ris.agent.testing.ManualLoop;
import io.ris.protocol.HubFrame;
import io.ris.protocol.TaskSpec;
import java.nio.file.InvalidPathException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ExaminationsTest {

    private static final HubFrame.Offer OFFER = waiting("t", command("true"));

    private final ManualLoop loop = new ManualLoop();
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final List<Examinations.Verdict> verdicts = new ArrayList<>();
    private final Examinations examinations = new Examinations(this::answer, loop);
    private RefusedException refusal;
    private RuntimeException fault;
    private Runnable whileAsked = () -> {};

    private void answer(TaskSpec spec) throws RefusedException {
        whileAsked.run();
        if (fault != null) {
            throw fault;
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    private void begin() {
        examinations.begin(OFFER, workers::add, verdicts::add);
    }

    private void examine() {
        workers.remove().run();
        loop.run();
    }

    private List<String> refusals() {
        return verdicts.stream()
                .map(verdict -> verdict.refusal().map(RefusedException::code).orElse("none"))
                .toList();
    }

    @Test
    void theVerdictComesOnTheLoop() {
        begin();
        workers.remove().run();
        assertThat(verdicts).isEmpty();
        assertThat(examinations.count()).isEqualTo(1);

        loop.run();

        assertThat(refusals()).containsExactly("none");
        assertThat(examinations.count()).isZero();
    }

    @Test
    void refusalsAndFaultsAreVerdictsToo() {
        refusal = new RefusedException("policy_command", "no");
        begin();
        examine();
        fault = new InvalidPathException("/\u00fc", "Malformed input");
        begin();
        examine();

        assertThat(refusals()).containsExactly("policy_command", "internal_error");
        assertThat(verdicts.getLast().refusal().orElseThrow()).hasMessageContaining("Malformed input");
    }

    @Test
    void whatHangsIsRefusedAndItsLateVerdictIsNotHeard() {
        whileAsked = () -> loop.advance(Examinations.PATIENCE);
        begin();
        examine();

        assertThat(refusals()).containsExactly("machine_hangs");
        assertThat(examinations.count()).isZero();
    }

    @Test
    void whatWaitsForWorkersThatHangMayComeAgain() {
        begin();

        loop.advance(Examinations.PATIENCE);

        assertThat(refusals()).containsExactly("at_capacity");
        examine();
        assertThat(refusals()).hasSize(1);
    }

    @Test
    void aDroppedOfferHasNoVerdict() {
        begin();
        examinations.drop(OFFER.taskAttempt());
        begin();
        examine();
        assertThat(verdicts).as("of the first one").isEmpty();

        examine();
        assertThat(refusals()).containsExactly("none");

        begin();
        examinations.dropAll();
        examine();
        loop.advance(Examinations.PATIENCE);
        assertThat(verdicts).hasSize(1);
        assertThat(examinations.count()).isZero();
    }

    @Test
    void theVerdictSaysThatTheOfferWasCalledOff() {
        begin();
        examinations.cancel(OFFER.taskAttempt());
        examine();

        assertThat(verdicts).singleElement().matches(Examinations.Verdict::cancelled);
    }
}
