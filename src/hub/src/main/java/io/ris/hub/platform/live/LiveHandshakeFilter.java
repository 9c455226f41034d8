package io.ris.hub.platform.live;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.persistence.StoreFaults;
import io.ris.hub.platform.web.ProblemAnswer;
import io.ris.hub.platform.web.Standings;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Decides before the upgrade who may have a live WebSocket. Whose page asks has been decided before. */
@WebFilter(urlPatterns = LiveHandshakeFilter.PATH)
public class LiveHandshakeFilter implements Filter {

    static final String PATH = "/api/v1/ws";

    /** The handshake runs on the thread of its request: this hands the place to the endpoint that it makes. */
    private static final ThreadLocal<LiveConnections.@Nullable Place> PLACE = new ThreadLocal<>();

    private final Standings standings;
    private final LiveConnections connections;

    @Inject
    public LiveHandshakeFilter(Standings standings, LiveConnections connections) {
        this.standings = standings;
        this.connections = connections;
    }

    static LiveConnections.Place placeOfThisThread() {
        LiveConnections.Place place = PLACE.get();
        if (place == null) {
            throw new IllegalStateException("an endpoint outside a handshake");
        }
        PLACE.remove();
        return place;
    }

    @Override
    public void doFilter(ServletRequest anyRequest, ServletResponse anyResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) anyRequest;
        HttpServletResponse response = (HttpServletResponse) anyResponse;
        if (!request.isSecure()) { // no token has any business where there is no TLS
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try {
            PLACE.set(connections.open(
                    standings.ofHandshake(LiveRequest.OF_READERS, request.getParameter("ticket"), request, response)));
            chain.doFilter(request, response);
        } catch (HubException e) {
            ProblemAnswer.send(e, request, response);
        } catch (RuntimeException e) {
            if (!StoreFaults.isOutage(e)) {
                throw e;
            }
            ProblemAnswer.send(storeAway(e), request, response);
        } finally {
            giveBackWhatNobodyTook();
        }
    }

    /** It was no handshake after all. */
    private static void giveBackWhatNobodyTook() {
        LiveConnections.Place place = PLACE.get();
        if (place != null) {
            PLACE.remove();
            place.leave();
        }
    }

    private static HubException.Unavailable storeAway(RuntimeException cause) {
        return new HubException.Unavailable(
                ProblemType.STORE_UNAVAILABLE, "the store does not answer; try again", Duration.ofSeconds(1), cause);
    }
}
