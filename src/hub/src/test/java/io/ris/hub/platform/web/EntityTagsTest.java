package io.ris.hub.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ris.hub.platform.HubException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {

    @ParameterizedTest
    @ValueSource(strings = {"*", "\"a-1\"", "W/\"a-1\"", "\"x\", W/\"a-1\"", " \"a-1\" "})
    void whoHasWhatATagStandsForKnowsItHoweverWeakly(String ifNoneMatch) {
        assertThat(EntityTags.isKnown(ifNoneMatch, "a-1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a-2\"", "a-1", "", "W/\"a\"", "\"a-1-gzip\""})
    void whoHasSomethingElseDoesNot(String ifNoneMatch) {
        assertThat(EntityTags.isKnown(ifNoneMatch, "a-1")).isFalse();
        assertThat(EntityTags.isKnown(null, "a-1")).isFalse();
    }

    @Test
    void aRequestWithoutConditionMayChangeAnyRevision() {
        assertThatCode(() -> EntityTags.requireMatch(null, 3)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\"3\"", " \"3\" ", "\"2\", \"3\""})
    void letsThroughTheTagOfTheRevision(String ifMatch) {
        assertThatCode(() -> EntityTags.requireMatch(ifMatch, 3)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2\"", "\"33\"", "3", "", "W/\"3\"", "\"\"", "\"1\", \"2\""})
    void refusesATagThatIsNotStrictlyTheRevisions(String ifMatch) {
        assertThatThrownBy(() -> EntityTags.requireMatch(ifMatch, 3))
                .isInstanceOfSatisfying(
                        HubException.Conflict.class,
                        fault -> assertThat(fault.type().httpStatus()).isEqualTo(412));
    }
}
