package io.ris.hub.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.vault.Sealer;
import io.ris.hub.platform.vault.Vault;
import io.ris.protocol.Json;
import io.ris.protocol.TaskId;
import io.ris.protocol.TaskSpec;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Specs on their way into the store and out: sealed whole, because any field of one may hold a secret. Thread-safe. */
@HubService
class TaskSpecs {

    private final Vault vault;

    @Inject
    TaskSpecs(Vault vault) {
        this.vault = vault;
    }

    String seal(TaskId id, TaskSpec spec) {
        return vault.ofTenant().seal(json(spec), context(id));
    }

    TaskSpec open(Task task) {
        try {
            return Json.lenient().readValue(vault.ofTenant().open(task.spec(), context(task.taskId())), TaskSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the spec of task " + task.id() + " is damaged", e);
        }
    }

    /** The spec as it may be shown. */
    JsonNode shown(Task task) {
        return Json.strict().valueToTree(open(task).masked());
    }

    /** The same, sealed with the newest key. */
    static String reseal(TaskId id, String sealed, Sealer sealer) {
        return sealer.seal(sealer.open(sealed, context(id)), context(id));
    }

    static @Nullable JsonNode tree(@Nullable String json) {
        try {
            return json == null ? null : Json.lenient().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored document is damaged", e);
        }
    }

    private static String json(TaskSpec spec) {
        try {
            return Json.strict().writerFor(TaskSpec.class).writeValueAsString(spec);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a spec that cannot be written", e);
        }
    }

    private static String context(TaskId id) {
        return TenantScope.require() + "/tasks/" + id;
    }
}
