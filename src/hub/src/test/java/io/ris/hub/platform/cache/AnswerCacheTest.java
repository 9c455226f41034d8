package io.ris.hub.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {

    private static final TenantCode ONE = new TenantCode("one");
    private static final TenantCode OTHER = new TenantCode("other");

    private final AnswerCache cache = new AnswerCache();
    private final AtomicInteger made = new AtomicInteger();

    private String ask(TenantCode tenant, Object question, boolean fresh, Supplier<?> answer) {
        return TenantScope.call(
                tenant, () -> new String(cache.answer(String.class, question, fresh, answer), StandardCharsets.UTF_8));
    }

    private String ask(TenantCode tenant, Object question) {
        return ask(tenant, question, false, made::incrementAndGet);
    }

    @Test
    void answersTheSameQuestionOnceForATime() {
        assertThat(ask(ONE, "page 1")).isEqualTo("1");
        assertThat(ask(ONE, "page 1")).isEqualTo("1");
        assertThat(ask(ONE, "page 2")).isEqualTo("2");
    }

    @Test
    void neverAnswersATenantWithAnothersAnswer() {
        assertThat(ask(ONE, "page 1")).isEqualTo("1");
        assertThat(ask(OTHER, "page 1")).isEqualTo("2");
    }

    @Test
    void forgetsWhatWasChangedInThatTenant() {
        ask(ONE, "page 1");
        ask(OTHER, "page 1");
        TenantScope.run(ONE, () -> cache.changed(String.class));
        assertThat(ask(ONE, "page 1")).isEqualTo("3");
        assertThat(ask(OTHER, "page 1")).isEqualTo("2");
    }

    @Test
    void anAnswerThatWasBegunBeforeAChangeIsNotRememberedAfterIt() {
        String late = ask(ONE, "page 1", false, () -> {
            cache.changed(String.class);
            return made.incrementAndGet();
        });
        assertThat(late).isEqualTo("1");
        assertThat(ask(ONE, "page 1")).isEqualTo("2");
    }

    @Test
    void answersAnewWhereThatIsAskedFor() {
        ask(ONE, "page 1");
        assertThat(ask(ONE, "page 1", true, made::incrementAndGet)).isEqualTo("2");
        assertThat(ask(ONE, "page 1")).isEqualTo("2");
    }
}
