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
public class TaskSpecs {

    private final Vault vault;

    @Inject
    TaskSpecs(Vault vault) {
        this.vault = vault;
    }

    /** Seals a spec for the task, or job, that it is stored with. */
    public String seal(TaskId id, TaskSpec spec) {
        return vault.ofTenant().seal(json(spec), context(id));
    }

    TaskSpec open(Task task) {
        return open(task.taskId(), task.spec());
    }

    /** What {@link #seal} was given. */
    public TaskSpec open(TaskId id, String sealed) {
        try {
            return Json.lenient().readValue(vault.ofTenant().open(sealed, context(id)), TaskSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the spec of " + id + " is damaged", e);
        }
    }

    /** The spec as it may be shown. */
    JsonNode shown(Task task) {
        return shown(open(task));
    }

    /** A spec as it may be shown. */
    public static JsonNode shown(TaskSpec spec) {
        return Json.strict().valueToTree(spec.masked());
    }

    /** The same, sealed with the newest key. */
    public static String reseal(TaskId id, String sealed, Sealer sealer) {
        return sealer.seal(sealer.open(sealed, context(id)), context(id));
    }

    /** A document of JSON that is stored as text. */
    public static @Nullable JsonNode tree(@Nullable String json) {
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
