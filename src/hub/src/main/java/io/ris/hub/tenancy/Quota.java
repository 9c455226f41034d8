package io.ris.hub.tenancy;

import io.ris.hub.platform.ProblemType;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a tenant may have a limited number of at a time. */
public enum Quota {
    CLIENTS("clients", ProblemType.CLIENT_LIMIT, ResourceLimits::maxClients),
    /** Tasks that have not ended. */
    TASKS("tasks", ProblemType.TASK_LIMIT, ResourceLimits::maxTasks);

    private final String what;

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts and numbers
    private final ProblemType refusal;

    @SuppressWarnings("ImmutableEnumChecker") // a method reference
    private final Function<ResourceLimits, @Nullable Integer> limit;

    Quota(String what, ProblemType refusal, Function<ResourceLimits, @Nullable Integer> limit) {
        this.what = what;
        this.refusal = refusal;
        this.limit = limit;
    }

    String what() {
        return what;
    }

    ProblemType refusal() {
        return refusal;
    }

    /** How many there may be; 0 for any number. */
    int of(ResourceLimits limits) {
        Integer most = limit.apply(limits);
        return most == null ? 0 : most;
    }
}
