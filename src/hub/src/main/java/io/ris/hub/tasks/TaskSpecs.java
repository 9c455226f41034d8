package io.ris.hub.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.vault.NotOpenedException;
import io.ris.hub.platform.vault.Sealer;
import io.ris.hub.platform.vault.Vault;
import io.ris.protocol.Json;
import io.ris.protocol.TaskId;
import io.ris.protocol.TaskSpec;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Specs on their way into the store and out: sealed whole, because any field of one may hold a secret. Thread-safe. */
@HubService
public class TaskSpecs {

    private static final System.Logger LOG = System.getLogger(TaskSpecs.class.getName());

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

    /**
     * What {@link #seal} was given.
     *
     * @throws UnreadableSpecException if nobody can tell any more
     */
    public TaskSpec open(TaskId id, String sealed) {
        try {
            return Json.lenient().readValue(vault.ofTenant().open(sealed, context(id)), TaskSpec.class);
        } catch (NotOpenedException e) {
            throw new UnreadableSpecException(e);
        } catch (JsonProcessingException e) {
            throw new UnreadableSpecException(e);
        }
    }

    /** The same; empty where it cannot be read. */
    Optional<TaskSpec> find(Task task) {
        return find(task.taskId(), task.spec());
    }

    private Optional<TaskSpec> find(TaskId id, String sealed) {
        try {
            return Optional.of(open(id, sealed));
        } catch (UnreadableSpecException e) { // told where somebody is to do it
            LOG.log(System.Logger.Level.DEBUG, "the spec of {0} cannot be read: {1}", id, e.getMessage());
            return Optional.empty();
        }
    }

    /** The spec as it may be shown; null where it cannot be read. */
    @Nullable
    JsonNode shown(Task task) {
        return shown(task.taskId(), task.spec());
    }

    /** A sealed spec as it may be shown; null where it cannot be read. */
    public @Nullable JsonNode shown(TaskId id, String sealed) {
        return find(id, sealed).map(TaskSpecs::shown).orElse(null);
    }

    private static JsonNode shown(TaskSpec spec) {
        return Json.strict().valueToTree(spec.masked());
    }

    /** The same, sealed with the newest key; nothing where it does not open, whose key is then kept. */
    public static Optional<String> reseal(TaskId id, String sealed, Sealer sealer) {
        try {
            return Optional.of(sealer.seal(sealer.open(sealed, context(id)), context(id)));
        } catch (NotOpenedException e) {
            LOG.log(System.Logger.Level.WARNING, "the spec of {0} keeps its key: {1}", id, e.getMessage());
            return Optional.empty();
        }
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
