package io.ris.agent.execution;

import io.ris.agent.loop.EventLoop;
import io.ris.protocol.HttpRequestSpec;
import io.ris.protocol.HttpResult;
import io.ris.protocol.HttpValidation;
import io.ris.protocol.OutputData;
import io.ris.protocol.OutputStreamName;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One HTTP exchange, redirects included. Confined to the event loop, but for the check of what came. */
final class HttpExecution implements Execution {

    private static final Logger LOG = System.getLogger(HttpExecution.class.getName());

    private final Function<Boolean, HttpClient> clients;
    private final HttpRequestSpec spec;
    private final Instant startedAt;
    private final AttemptOutput output;
    private final EventLoop loop;
    private final Clock clock;
    private final Consumer<Outcome> ended;
    private final HttpCookies cookies;
    private final SecretMask mask;
    private final Set<Asked> asked = new HashSet<>();
    private @Nullable CompletableFuture<HttpResponse<Long>> inFlight;
    private @Nullable ResponseCheck check;
    private boolean over;

    /** @param clients the client for a request to the origin that the task names (true) or to another */
    HttpExecution(
            Function<Boolean, HttpClient> clients,
            HttpRequestSpec spec,
            Instant startedAt,
            AttemptOutput output,
            EventLoop loop,
            Clock clock,
            Consumer<Outcome> ended) {
        this.clients = clients;
        this.spec = spec;
        this.cookies = new HttpCookies(spec);
        this.mask = SecretMask.of(spec);
        this.startedAt = startedAt;
        this.output = output;
        this.loop = loop;
        this.clock = clock;
        this.ended = ended;
    }

    void begin() {
        loop.execute(() -> request(HttpHop.first(spec), spec.redirectLimit()));
    }

    @Override
    public void stop(StopReason reason) {
        if (over) {
            return;
        }
        end(Outcome.stopped(reason, null, clock.instant()));
        if (inFlight != null) {
            inFlight.cancel(true);
        }
        if (check != null) {
            check.stop();
        }
    }

    @Override
    public void poll() {
        // The client tells the end by itself.
    }

    private void request(HttpHop hop, int redirectsLeft) {
        if (over) {
            return;
        }
        try {
            asked.add(Asked.by(hop, cookies));
            inFlight = clients.apply(hop.trusted()).sendAsync(message(hop), info -> body(hop, redirectsLeft, info));
        } catch (IllegalArgumentException e) {
            end(Outcome.failed(null, "invalid_spec", mask.detail(e.getMessage()), clock.instant()));
            return;
        }
        var unused = inFlight.whenCompleteAsync(
                (response, failure) -> answered(hop, redirectsLeft, response, failure), loop);
    }

    private HttpRequest message(HttpHop hop) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(hop.uri()).setHeader("User-Agent", "ris-agent");
        HttpCredentials.headers(spec, hop.trusted()).forEach((name, value) -> setHeader(builder, name, value));
        cookies.header(hop).ifPresent(value -> setHeader(builder, "Cookie", value));
        return builder.method(
                        hop.method(),
                        hop.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(hop.body()))
                .build();
    }

    /** What the client says of a value that it refuses would hold the value, which may be secret. */
    private static void setHeader(HttpRequest.Builder builder, String name, String value) {
        try {
            builder.setHeader(name, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the header " + name + " cannot be sent with this value");
        }
    }

    private HttpResponse.BodySubscriber<Long> body(HttpHop hop, int redirectsLeft, HttpResponse.ResponseInfo info) {
        boolean passing = redirectsLeft > 0
                && next(hop, info.statusCode(), info.headers()).isPresent();
        return passing
                ? BodySubscribers.replacing(0L)
                : new BodyCapture(
                        output.stream(OutputStreamName.BODY).file(),
                        output.stream(OutputStreamName.BODY).cap());
    }

    private Optional<HttpHop> next(HttpHop hop, int status, HttpHeaders headers) {
        return spec.followsRedirects() ? hop.next(status, headers) : Optional.empty();
    }

    private void answered(
            HttpHop hop, int redirectsLeft, @Nullable HttpResponse<Long> response, @Nullable Throwable failure) {
        if (over) {
            return;
        }
        if (response == null) {
            end(failed(failure, asked.size() > 1));
            return;
        }
        cookies.take(hop.uri(), response.headers());
        Optional<HttpHop> next = next(hop, response.statusCode(), response.headers());
        boolean again = next.isPresent() && asked.contains(Asked.by(next.get(), cookies));
        if (next.isPresent() && redirectsLeft > 0 && !again) {
            request(next.get(), redirectsLeft - 1);
            return;
        }
        try {
            arrived(response, next.isPresent(), again);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the body of an answer cannot be read again", e);
            end(Outcome.unknown(clock.instant()));
        }
    }

    private void arrived(HttpResponse<Long> response, boolean leadsOn, boolean again) throws IOException {
        Instant at = clock.instant();
        HttpResult result = result(response, at);
        if (again) {
            end(Outcome.failed(result, "redirect_loop", "the redirects lead back to where they began", at));
        } else if (leadsOn) {
            String words = "there were more than " + spec.redirectLimit() + " redirects";
            end(Outcome.failed(result, "too_many_redirects", words, at));
        } else if (spec.validation() == null) {
            end(Outcome.completed(result, at));
        } else {
            check(spec.validation(), response, result);
        }
    }

    /**
     * In a thread of its own: an expression can take as long as it likes to look at a body. It looks at the body as it came:
     * what is masked in what is kept may be what is wanted.
     */
    private void check(HttpValidation wanted, HttpResponse<Long> response, HttpResult result) throws IOException {
        byte[] body = Files.readAllBytes(output.stream(OutputStreamName.BODY).file());
        ResponseCheck begun = new ResponseCheck(wanted, response.statusCode(), response.headers(), body);
        check = begun;
        begun.begin(complaint -> loop.execute(() -> checked(result, complaint)));
    }

    private void checked(HttpResult result, Optional<String> complaint) {
        if (over) {
            return;
        }
        Instant at = clock.instant();
        end(complaint
                .map(words -> Outcome.failed(result, "validation_failed", mask.detail(words), at))
                .orElseGet(() -> Outcome.completed(result, at)));
    }

    /** @param connected whether an earlier request of the exchange was answered */
    private Outcome failed(@Nullable Throwable failure, boolean connected) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        HttpFailure why = cause == null
                ? new HttpFailure("connection_failed", "there was no answer", true)
                : HttpFailure.of(cause);
        return connected || why.connected()
                ? Outcome.failed(null, why.code(), mask.detail(why.detail()), clock.instant())
                : Outcome.withoutEffect(why.code(), mask.detail(why.detail()), clock.instant());
    }

    private HttpResult result(HttpResponse<Long> response, Instant at) throws IOException {
        long seenBeyond = response.body();
        if (seenBeyond > 0) {
            // At least what was seen; all of it where the server said how much there is.
            long declared =
                    response.headers().firstValueAsLong("content-length").orElse(0);
            CapturedStream body = output.stream(OutputStreamName.BODY);
            body.drop(Math.max(seenBeyond, declared - body.cap()));
        }
        output.tend(false);
        OutputData body = output.inline(OutputStreamName.BODY);
        return new HttpResult(
                response.statusCode(),
                HttpHeaderSelection.of(response.headers(), output::masked),
                body == null ? null : body.text(),
                body == null ? null : body.encodingUnlessUtf8(),
                output.dropped(),
                Math.max(0, Duration.between(startedAt, at).toMillis()));
    }

    private void end(Outcome outcome) {
        over = true;
        ended.accept(outcome);
    }

    /** What distinguishes a request from one that gets another answer. */
    private record Asked(String method, URI uri, Optional<String> cookies) {

        static Asked by(HttpHop hop, HttpCookies cookies) {
            return new Asked(hop.method(), hop.uri(), cookies.header(hop));
        }
    }
}
