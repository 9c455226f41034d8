package io.ris.hub.platform.live;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.web.RequestId;
import io.ris.hub.platform.web.Standing;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;

/** Answers requests with server-sent events. Thread-safe. */
@HubService
public class EventStreams {

    /** The type of such an answer. */
    public static final String MEDIA_TYPE = "text/event-stream";

    private final LiveConnections connections;
    private final LiveTurns turns;
    private final Clock clock;

    @Inject
    EventStreams(LiveConnections connections, LiveTurns turns, Clock clock) {
        this.connections = connections;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * Answers a request, which has been set to be answered asynchronously, with what a feed tells.
     *
     * @throws io.ris.hub.platform.HubException.Unavailable if the caller has, or this node, too many live connections
     */
    public void answer(HttpServletRequest request, Standing standing, LiveFeed feed) {
        LiveConnections.Place place = connections.open(standing);
        try {
            AsyncContext context = request.getAsyncContext();
            context.setTimeout(0);
            HttpServletResponse response = (HttpServletResponse) context.getResponse();
            response.setStatus(HttpServletResponse.SC_OK);
            response.setContentType(MEDIA_TYPE + ";charset=utf-8");
            response.setHeader("X-Accel-Buffering", "no"); // a proxy is to pass each event on at once
            response.setHeader(RequestId.HEADER, RequestId.of(request));
            EventStream stream = new EventStream(context, response.getOutputStream(), clock);
            LiveReader reader = new LiveReader(feed, stream, turns);
            feed.begin(reader::wake);
            place.taken(stream);
            stream.begin(reader, () -> {
                feed.close();
                place.leave();
            });
        } catch (IOException e) {
            feed.close();
            place.leave();
            throw new UncheckedIOException(e);
        }
    }
}
