package io.ris.hub.platform.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.protocol.Json;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Answers that many ask for, written as JSON already. Each belongs to the tenant in scope. A change on this node drops them at
 * once; a change on another one is seen after {@link #MEMORY} at the latest. Thread-safe.
 */
@HubService
public class AnswerCache {

    /** How old an answer may be: the bound on how late a change on another node shows here. */
    static final Duration MEMORY = Duration.ofSeconds(1);

    private static final long MOST_BYTES = 64L << 20;
    private static final int ENTRY_BYTES = 256;

    /** How often a kind of thing was changed here: an answer that was begun before the last change is never found again. */
    private final Map<Kind, AtomicLong> changes = new ConcurrentHashMap<>();

    private final Cache<Key, byte[]> answers = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Key key, byte[] answer) -> answer.length + ENTRY_BYTES)
            .expireAfterWrite(MEMORY)
            .build();

    private record Kind(TenantCode tenant, Class<?> of) {}

    private record Key(Kind kind, long change, Object question) {}

    /**
     * The answer to a question, as JSON.
     *
     * @param of what the answer is made of, as in {@link #changed}
     * @param question all that the answer depends on beside tenant and kind; equal questions have equal answers
     * @param fresh whether one that is remembered will not do
     */
    public byte[] answer(Class<?> of, Object question, boolean fresh, Supplier<?> answer) {
        Kind kind = new Kind(TenantScope.require(), of);
        Key key = new Key(kind, change(kind).get(), question);
        byte[] known = fresh ? null : answers.getIfPresent(key);
        if (known != null) {
            return known;
        }
        byte[] made = json(answer.get());
        answers.put(key, made);
        return made;
    }

    /** Tells that things of a kind were changed in the tenant in scope. */
    public void changed(Class<?> of) {
        change(new Kind(TenantScope.require(), of)).incrementAndGet();
    }

    private AtomicLong change(Kind kind) {
        return changes.computeIfAbsent(kind, unused -> new AtomicLong());
    }

    private static byte[] json(Object answer) {
        try {
            return Json.strict().writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer that cannot be written", e);
        }
    }
}
