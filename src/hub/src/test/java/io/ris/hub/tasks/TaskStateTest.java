package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskStateTest {

    @Test
    void fourStatesAreFinal() {
        assertThat(TaskState.values())
                .filteredOn(TaskState::isTerminal)
                .containsExactly(TaskState.COMPLETED, TaskState.FAILED, TaskState.TIMEOUT, TaskState.CANCELLED);
    }

    @ParameterizedTest
    @EnumSource(TaskState.class)
    void isFoundByItsName(TaskState state) {
        assertThat(state.wireName()).matches("[a-z]+");
        assertThat(TaskState.find(state.wireName())).contains(state);
    }

    @Test
    void nothingElseIsAState() {
        assertThat(TaskState.find("COMPLETED")).isEmpty();
        assertThat(TaskState.find("done")).isEmpty();
        assertThat(TaskState.find("")).isEmpty();
    }
}
