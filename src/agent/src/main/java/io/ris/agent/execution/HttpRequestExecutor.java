package io.ris.agent.execution;

import io.ris.agent.journal.JournalEntry;
import io.ris.agent.journal.StartMark;
import io.ris.agent.loop.EventLoop;
import io.ris.protocol.HttpRequestSpec;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs {@code http_request} tasks. The client is made with the first of them, since many agents never see one. */
public final class HttpRequestExecutor {

    /** How long a connection may take to come about, encryption included. */
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final EventLoop loop;
    private final Clock clock;
    private final Duration connectLimit;
    private @Nullable HttpClient client;

    public HttpRequestExecutor(EventLoop loop, Clock clock) {
        this(loop, clock, CONNECT_LIMIT);
    }

    /** @param connectLimit how long a connection may take to come about, encryption included */
    HttpRequestExecutor(EventLoop loop, Clock clock, Duration connectLimit) {
        this.loop = loop;
        this.clock = clock;
        this.connectLimit = connectLimit;
    }

    Execution start(
            JournalEntry entry, StartMark mark, HttpRequestSpec spec, AttemptOutput output, Consumer<Outcome> ended) {
        Optional<HttpClients> own = Optional.ofNullable(spec.tls()).map(tls -> new HttpClients(tls, connectLimit));
        HttpExecution execution = new HttpExecution(
                own.isPresent() ? own.get()::choose : toNamedOrigin -> client(),
                spec,
                mark.at(),
                output,
                loop,
                clock,
                outcome -> {
                    own.ifPresent(HttpClients::close);
                    ended.accept(outcome);
                });
        execution.begin();
        return execution;
    }

    /** An exchange dies with its agent; what the server did is not known. */
    Execution resume(Consumer<Outcome> ended) {
        loop.execute(() -> ended.accept(Outcome.unknown(clock.instant())));
        return new EndedExecution();
    }

    private HttpClient client() {
        if (client == null) {
            client = HttpClients.plain(connectLimit).build();
        }
        return client;
    }
}
