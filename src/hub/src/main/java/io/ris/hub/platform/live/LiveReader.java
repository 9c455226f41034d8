package io.ris.hub.platform.live;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.Origin;
import io.ris.hub.platform.TenantScope;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Brings a feed's messages to a sink, one after the other, whenever both are ready; {@link #wake} says that they may be. Wakes and
 * ends may come from any thread.
 */
final class LiveReader implements Runnable {

    /** Why a reader ends that has been told everything. */
    static final String FINISHED = "finished";

    private static final System.Logger LOG = System.getLogger(LiveReader.class.getName());

    /** After so many messages others have their turn. */
    private static final int TURN = 16;

    private final LiveFeed feed;
    private final LiveSink sink;
    private final Executor executor;
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile @Nullable String endReason;
    private boolean ended;

    LiveReader(LiveFeed feed, LiveSink sink, Executor executor) {
        this.feed = feed;
        this.sink = sink;
        this.executor = executor;
    }

    /** Something may have changed. */
    void wake() {
        if (wakes.getAndIncrement() == 0) {
            executor.execute(this);
        }
    }

    /** Ends as soon as the sink can be told why. */
    void end(String reason) {
        endReason = reason;
        wake();
    }

    @Override
    public void run() {
        int seen = wakes.get();
        Origin.leave(); // the server's threads are shared with requests
        TenantScope.leave();
        boolean again = false;
        try {
            again = turn();
        } catch (HubException e) {
            finish(e.type().slug());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "a live reader goes on later", e);
        }
        if (wakes.addAndGet(-seen) > 0) {
            executor.execute(this);
        } else if (again) {
            wake();
        }
    }

    /** Answers whether there may be more at once. */
    private boolean turn() {
        for (int messages = 0; messages < TURN; messages++) {
            if (!sink.isReady() || ended) {
                return false;
            }
            String reason = endReason;
            if (reason != null) {
                finish(reason);
                return false;
            }
            Optional<LiveMessage> next = feed.next();
            if (next.isEmpty()) {
                if (feed.isOver()) {
                    finish(FINISHED);
                }
                return false;
            }
            sink.send(next.get());
        }
        return true;
    }

    private void finish(String reason) {
        if (!ended) {
            ended = true;
            feed.close();
            sink.finish(reason);
        }
    }
}
