package io.ris.agent.execution;

import io.ris.agent.journal.JournalEntry;
import io.ris.agent.journal.StartMark;
import io.ris.agent.loop.EventLoop;
import io.ris.protocol.HttpRequestSpec;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
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
        HttpExecution execution = new HttpExecution(client(), spec, mark.at(), output, loop, clock, ended);
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
            // Redirects are followed by HttpExecution: the JDK would carry custom headers, credentials among them,
            // to other origins.
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(connectLimit)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        }
        return client;
    }
}
