package io.ris.hub.tasks;

import io.ris.protocol.CommandSpec;
import io.ris.protocol.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What callers of the tests want done. */
public final class Orders {

    private Orders() {}

    public static TaskOrder of() {
        return of(Priority.NORMAL, false);
    }

    static TaskOrder of(Priority priority, boolean idempotent) {
        return new TaskOrder(
                command("true"),
                priority,
                null,
                0,
                List.of(),
                idempotent,
                null,
                null,
                null,
                null,
                null,
                "user",
                "request",
                null,
                "");
    }

    static TaskOrder retried(int retries) {
        return new TaskOrder(
                command("true"),
                Priority.NORMAL,
                null,
                retries,
                List.of(),
                true,
                null,
                null,
                null,
                null,
                null,
                "user",
                "request",
                null,
                "");
    }

    /** Not before a time and not after another; an idempotent one is tried three times. */
    static TaskOrder within(@Nullable Instant notBefore, @Nullable Instant expiresAt, boolean idempotent) {
        return new TaskOrder(
                command("true"),
                Priority.NORMAL,
                null,
                idempotent ? 2 : 0,
                List.of(),
                idempotent,
                null,
                notBefore,
                expiresAt,
                null,
                null,
                "user",
                "request",
                null,
                "");
    }

    public static TaskOrder withKey(String user, String key, String bodyHash) {
        return new TaskOrder(
                command("true"),
                Priority.NORMAL,
                null,
                0,
                List.of(),
                false,
                null,
                null,
                null,
                null,
                null,
                user,
                "request",
                key,
                bodyHash);
    }

    private static CommandSpec command(String program) {
        return new CommandSpec(program, List.of(), null, Map.of("SECRET", "t0ps3cret"), null, null);
    }
}
