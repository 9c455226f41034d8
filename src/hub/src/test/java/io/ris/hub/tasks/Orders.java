package io.ris.hub.tasks;

import io.ris.protocol.CommandSpec;
import io.ris.protocol.Priority;
import java.util.List;
import java.util.Map;

/** What callers of the tests want done. */
final class Orders {

    private Orders() {}

    static TaskService.Order of(String client) {
        return of(client, Priority.NORMAL, false);
    }

    static TaskService.Order of(String client, Priority priority, boolean idempotent) {
        return new TaskService.Order(
                client, command("true"), priority, null, 0, idempotent, null, null, null, "user", "request", null, "");
    }

    static TaskService.Order retried(String client, int retries) {
        return new TaskService.Order(
                client,
                command("true"),
                Priority.NORMAL,
                null,
                retries,
                true,
                null,
                null,
                null,
                "user",
                "request",
                null,
                "");
    }

    static TaskService.Order withKey(String client, String user, String key, String bodyHash) {
        return new TaskService.Order(
                client,
                command("true"),
                Priority.NORMAL,
                null,
                0,
                false,
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
