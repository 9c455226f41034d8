package io.ris.hub.platform;

import org.jspecify.annotations.Nullable;

/**
 * Where the work of a thread comes from: the request, and who sent it once that is known. What the hub does of its own
 * accord has {@link #HUB}.
 *
 * @param requestId the request; null for the hub's own work
 * @param address the client's address; null where there is none
 * @param userAgent the client's own name for itself, as it was sent
 * @param userId who asks; null before authentication
 * @param username the name they logged in with
 * @param sessionId the session, or the API key, they use
 */
public record Origin(
        @Nullable String requestId,
        @Nullable String address,
        @Nullable String userAgent,
        @Nullable String userId,
        @Nullable String username,
        @Nullable String sessionId) {

    /** The hub's own work. */
    public static final Origin HUB = new Origin(null, null, null, null, null, null);

    private static final ThreadLocal<Origin> CURRENT = ThreadLocal.withInitial(() -> HUB);

    /** A request whose sender is not known yet. */
    public static Origin of(String requestId, @Nullable String address, @Nullable String userAgent) {
        return new Origin(requestId, address, userAgent, null, null, null);
    }

    /** The same, now that it is known who asks. */
    public Origin by(String user, String name, String session) {
        return new Origin(requestId, address, userAgent, user, name, session);
    }

    /** That of this thread. */
    public static Origin current() {
        return CURRENT.get();
    }

    /** From here on the thread works for an origin, until {@link #leave()}. */
    public static void enter(Origin origin) {
        CURRENT.set(origin);
    }

    /** Ends what {@link #enter} began. */
    public static void leave() {
        CURRENT.remove();
    }
}
