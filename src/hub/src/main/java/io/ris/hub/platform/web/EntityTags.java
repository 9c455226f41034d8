package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import jakarta.ws.rs.core.EntityTag;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Entity tags (RFC 9110, section 8.8.3); that of a stored thing is the number of its revision. */
public final class EntityTags {

    private EntityTags() {}

    /** The tag of a revision. */
    public static EntityTag of(long revision) {
        return new EntityTag(Long.toString(revision));
    }

    /** RFC 9110, section 13.1.1: one tag or several. Ours hold no comma. */
    private static Stream<String> tags(String ifMatch) {
        return Stream.of(ifMatch.split(",")).map(String::strip);
    }

    /**
     * Whether who asks has what a tag stands for (RFC 9110, section 13.1.2). Tags are compared weakly: what encodes an answer on its
     * way weakens them.
     *
     * @param ifNoneMatch the request's {@code If-None-Match}
     */
    public static boolean isKnown(@Nullable String ifNoneMatch, String tag) {
        return ifNoneMatch != null
                && tags(ifNoneMatch)
                        .map(known -> known.startsWith("W/") ? known.substring(2) : known)
                        .anyMatch(Set.of("*", '"' + tag + '"')::contains);
    }

    /**
     * Refuses a change that was meant for another revision.
     *
     * @param ifMatch the request's {@code If-Match}; null or {@code *} for any revision
     */
    public static void requireMatch(@Nullable String ifMatch, long revision) {
        if (ifMatch != null && tags(ifMatch).noneMatch(Set.of("*", "\"" + revision + "\"")::contains)) {
            throw new HubException.Conflict(
                    ProblemType.STALE, "it was changed since; its tag is now \"" + revision + "\"");
        }
    }
}
