package io.ris.hub.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.TenantCode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {

    private static final TenantCode ONE = new TenantCode("one");
    private static final TenantCode OTHER = new TenantCode("other");

    private final AnswerCache cache = new AnswerCache();

    private void keep(TenantCode tenant, String target, String body) {
        keep(cache.state(tenant, String.class), target, body);
    }

    private void keep(AnswerCache.State begun, String target, String body) {
        cache.keep(
                new AnswerCache.Question(begun.tenant(), target),
                new AnswerCache.Answer(begun, "thing:read", "application/json", body.getBytes(StandardCharsets.UTF_8)));
    }

    private Optional<String> find(TenantCode tenant, String target) {
        return cache.find(new AnswerCache.Question(tenant, target))
                .map(answer -> new String(answer.body(), StandardCharsets.UTF_8));
    }

    @Test
    void answersTheSameQuestionAgain() {
        keep(ONE, "page 1", "first");
        assertThat(find(ONE, "page 1")).hasValue("first");
        assertThat(find(ONE, "page 2")).isEmpty();
    }

    @Test
    void neverAnswersATenantWithAnothersAnswer() {
        keep(ONE, "page 1", "first");
        assertThat(find(OTHER, "page 1")).isEmpty();
    }

    @Test
    void forgetsWhatWasChangedInThatTenant() {
        keep(ONE, "page 1", "first");
        keep(OTHER, "page 1", "other");
        cache.changed(ONE, String.class);
        assertThat(find(ONE, "page 1")).isEmpty();
        assertThat(find(OTHER, "page 1")).hasValue("other");
    }

    @Test
    void keepsWhatIsMadeOfSomethingElse() {
        keep(ONE, "page 1", "first");
        cache.changed(ONE, Integer.class);
        assertThat(find(ONE, "page 1")).hasValue("first");
    }

    @Test
    void anAnswerThatWasBegunBeforeAChangeIsNotRememberedAfterIt() {
        AnswerCache.State begun = cache.state(ONE, String.class);
        cache.changed(ONE, String.class);
        keep(begun, "page 1", "late");
        assertThat(find(ONE, "page 1")).isEmpty();
    }
}
