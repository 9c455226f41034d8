package io.ris.hub.platform.live;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.persistence.StoreFaults;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Standing;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The live connections to this node: how many there may be, and that each ends when its caller may not have it any more or does
 * not read. Thread-safe.
 */
@HubService
class LiveConnections {

    private static final System.Logger LOG = System.getLogger(LiveConnections.class.getName());
    private static final Duration TURN = Duration.ofSeconds(1);
    private static final Duration COME_BACK = Duration.ofSeconds(5);

    /** How long a connection that should end has for it. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final RepeatedWork repeated;
    private final Clock clock;
    private final int mostOfUser;
    private final int most;
    private final Duration patience;
    private final Map<Place, LiveConnection> connections = new ConcurrentHashMap<>();
    private final Map<String, Integer> ofUsers = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    @Inject
    LiveConnections(
            RepeatedWork repeated,
            Clock clock,
            @ConfigProperty(name = "server.live.max_per_user") int mostOfUser,
            @ConfigProperty(name = "server.live.max_connections") int most,
            @ConfigProperty(name = "server.timeouts.write") Duration patience) {
        this.repeated = repeated;
        this.clock = clock;
        this.mostOfUser = mostOfUser;
        this.most = most;
        this.patience = patience;
    }

    /** A connection's right to be there. */
    final class Place {

        private final Standing standing;
        private final String user;
        private final AtomicBoolean left = new AtomicBoolean();
        private @Nullable Instant endingSince;

        private Place(Standing standing, String user) {
            this.standing = standing;
            this.user = user;
        }

        /** Whose connection it is. */
        Standing standing() {
            return standing;
        }

        /** From now on it is watched over. */
        void taken(LiveConnection connection) {
            connections.put(this, connection);
            if (left.get()) {
                connections.remove(this);
            }
        }

        /** The connection is gone; may be said more than once. */
        void leave() {
            if (left.compareAndSet(false, true)) {
                connections.remove(this);
                giveBack(user);
            }
        }
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        repeated.every(TURN, "the watch over live connections", this::turn);
    }

    /**
     * A place for one more connection, to be taken or left.
     *
     * @throws HubException.Unavailable if the caller has, or this node, as many as there may be
     */
    Place open(Standing standing) {
        Caller caller = standing.caller();
        String user = caller.tenant() + "/" + caller.userId();
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            throw full("this node has as many live connections as it may");
        }
        if (ofUsers.merge(user, 1, Integer::sum) > mostOfUser) {
            giveBack(user);
            throw full("you have as many live connections as you may: " + mostOfUser);
        }
        return new Place(standing, user);
    }

    private static HubException.Unavailable full(String detail) {
        return new HubException.Unavailable(ProblemType.LIVE_LIMIT, detail, COME_BACK, null);
    }

    private void giveBack(String user) {
        ofUsers.computeIfPresent(user, (name, number) -> number == 1 ? null : number - 1);
        count.decrementAndGet();
    }

    private void turn() {
        Instant now = clock.instant();
        connections.forEach((place, connection) -> {
            try {
                look(place, connection, now);
            } catch (RuntimeException e) {
                if (!StoreFaults.isOutage(e)) {
                    throw e;
                }
                LOG.log(System.Logger.Level.DEBUG, "a live connection stays while the store does not answer", e);
            }
        });
    }

    private void look(Place place, LiveConnection connection, Instant now) {
        Instant endingSince = place.endingSince;
        if (endingSince != null) {
            connection.tryAgain();
            if (now.isAfter(endingSince.plus(FAREWELL))) {
                connection.abort("it did not take its end");
            }
        } else if (isStuck(connection, now)) {
            LOG.log(System.Logger.Level.INFO, "a live connection of {0} is cut: it reads too slowly", place.user);
            cut(place, connection, "too_slow", now);
        } else if (connection.isSilent(now)) {
            LOG.log(System.Logger.Level.DEBUG, "a live connection of {0} is cut: it does not answer", place.user);
            cut(place, connection, "silent", now);
        } else {
            place.standing.objection(now).ifPresentOrElse(reason -> end(place, connection, reason, now), () -> {
                connection.keepAlive(now);
                if (connection.blockedSince().isBefore(now)) {
                    connection.tryAgain(); // the server has been seen to forget to say that it can
                }
            });
        }
    }

    private boolean isStuck(LiveConnection connection, Instant now) {
        Instant since = connection.blockedSince();
        return since.isBefore(now) && now.isAfter(since.plus(patience));
    }

    private static void cut(Place place, LiveConnection connection, String reason, Instant now) {
        place.endingSince = now;
        connection.abort(reason);
    }

    private static void end(Place place, LiveConnection connection, String reason, Instant now) {
        place.endingSince = now;
        connection.end(reason);
    }

    /** Readers come back, to another node or to this one when it is there again. */
    void sayGoodbye(@Observes @Priority(StartupOrder.STOP_FLEET) Shutdown shutdown) {
        connections.forEach((place, connection) -> connection.end("draining"));
    }
}
