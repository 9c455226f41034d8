package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides whether something may be done, whichever way it came in: over REST, in a message of an agent's
 * WebSocket, or from a queue. Permissions are compared whole; what declares none is refused.
 */
public final class AccessControl {

    /** What an agent may do, once its certificate or token has said which one it is. */
    public static final Set<String> OF_AGENTS = Set.of(Permissions.AGENT_CONNECT);

    /** What the hub may do with what it handed to itself. */
    public static final Set<String> OF_THE_HUB = Set.of(Permissions.HUB_INTERNAL);

    private AccessControl() {}

    /**
     * Refuses what is not among the permissions that are held.
     *
     * @param required null for what declares none, which nobody may do
     * @throws HubException.Refused if it is not
     */
    public static void require(Set<String> held, @Nullable String required) {
        if (required == null || !held.contains(required)) {
            throw new HubException.Refused(
                    ProblemType.FORBIDDEN,
                    "this needs the permission " + Optional.ofNullable(required).orElse("that nobody has"));
        }
    }

    /**
     * Refuses what needs one of several permissions of which none is held.
     *
     * @throws HubException.Refused if so
     */
    public static void requireOneOf(Set<String> held, Set<String> oneOf) {
        if (Collections.disjoint(held, oneOf)) {
            require(held, oneOf.stream().min(Comparator.naturalOrder()).orElse(null));
        }
    }

    /** What a method declares that is reached from outside; null if it declares none. */
    public static @Nullable String declaredBy(Method method) {
        RequiresPermission declared = method.getAnnotation(RequiresPermission.class);
        return declared == null ? null : declared.value();
    }
}
