package io.ris.hub.platform.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers that many ask for, as they went over the wire. Each belongs to one tenant. A change on this node drops them at once; a
 * change on another one is seen after {@link #MEMORY} at the latest. Thread-safe.
 */
@HubService
public class AnswerCache {

    /** How old an answer may be: the bound on how late a change on another node shows here. */
    static final Duration MEMORY = Duration.ofSeconds(1);

    private static final long MOST_BYTES = 64L << 20;
    private static final int ENTRY_BYTES = 256;

    /** How often a kind of thing was changed here: an answer that was begun before the last change is never found again. */
    private final Map<Kind, AtomicLong> changes = new ConcurrentHashMap<>();

    private final Cache<Question, Answer> answers = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Question question, Answer answer) ->
                    question.target().length() + answer.body().length + ENTRY_BYTES)
            .expireAfterWrite(MEMORY)
            .build();

    /**
     * What was asked.
     *
     * @param target all that the answer depends on beside the tenant
     */
    public record Question(TenantCode tenant, String target) {}

    /**
     * What was answered.
     *
     * @param state of what it is made of, when it was begun
     * @param permission that one needs to see it
     * @param contentType of the body
     * @param body is not changed
     */
    @SuppressWarnings("ArrayRecordComponent") // shared by many answers, compared by none
    public record Answer(State state, String permission, String contentType, byte[] body) {}

    /**
     * What a tenant's things of a kind were like at some time.
     *
     * @param change how often they had been changed
     */
    public record State(TenantCode tenant, Class<?> of, long change) {}

    private record Kind(TenantCode tenant, Class<?> of) {}

    /** The present state of a tenant's things of a kind; asked for before an answer is made of them. */
    public State state(TenantCode tenant, Class<?> of) {
        return new State(tenant, of, change(tenant, of).get());
    }

    /** The answer that was given to a question a moment ago, if it still holds. */
    public Optional<Answer> find(Question question) {
        return Optional.ofNullable(answers.getIfPresent(question)).filter(answer -> holds(answer.state()));
    }

    /** Keeps an answer for a moment. */
    public void keep(Question question, Answer answer) {
        if (holds(answer.state())) {
            answers.put(question, answer);
        }
    }

    /** Tells that a tenant's things of a kind were changed. */
    public void changed(TenantCode tenant, Class<?> of) {
        change(tenant, of).incrementAndGet();
    }

    private boolean holds(State state) {
        return change(state.tenant(), state.of()).get() == state.change();
    }

    private AtomicLong change(TenantCode tenant, Class<?> of) {
        return changes.computeIfAbsent(new Kind(tenant, of), unused -> new AtomicLong());
    }
}
