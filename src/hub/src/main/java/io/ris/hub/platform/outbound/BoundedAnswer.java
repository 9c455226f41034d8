package io.ris.hub.platform.outbound;

import io.ris.hub.platform.outbound.OutboundClient.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * An answer, up to a size; a longer one ends the request. One thread fills it; what came so far may be asked by another, also
 * when the rest never comes.
 */
final class BoundedAnswer implements AsyncResponseConsumer<Answer> {

    private static final int WINDOW = 16 * 1024;

    private final OutboundClient.Limits limits;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable Answer head;
    private @Nullable FutureCallback<Answer> whole;

    BoundedAnswer(OutboundClient.Limits limits) {
        this.limits = limits;
    }

    /** Status, header fields and the body as far as it has come; empty before the status has. */
    synchronized Optional<Answer> soFar() {
        return Optional.ofNullable(head)
                .map(known -> new Answer(
                        known.status(),
                        known.contentType(),
                        known.retryAfter(),
                        body.toString(StandardCharsets.UTF_8)));
    }

    @Override
    public void consumeResponse(
            HttpResponse response,
            @Nullable EntityDetails entity,
            HttpContext context,
            FutureCallback<Answer> resultCallback) {
        synchronized (this) {
            Header wait = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
            head = new Answer(
                    response.getCode(),
                    entity == null || entity.getContentType() == null ? "" : entity.getContentType(),
                    wait == null || wait.getValue() == null ? "" : wait.getValue(),
                    "");
            whole = resultCallback;
        }
        if (entity == null) {
            streamEnd(List.of());
        }
    }

    @Override
    public void updateCapacity(CapacityChannel capacity) throws IOException {
        capacity.update(WINDOW);
    }

    @Override
    public synchronized void consume(ByteBuffer part) throws IOException {
        byte[] bytes = new byte[Math.min(limits.answerBytes() - body.size(), part.remaining())];
        part.get(bytes);
        body.writeBytes(bytes);
        if (part.hasRemaining()) {
            throw new IOException("an answer of more than " + limits.answerBytes() + " bytes");
        }
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        FutureCallback<Answer> done;
        synchronized (this) {
            done = whole;
        }
        if (done != null) {
            done.completed(soFar().orElseThrow());
        }
    }

    @Override
    public void failed(Exception cause) {}

    @Override
    public void informationResponse(HttpResponse response, HttpContext context) {}

    @Override
    public void releaseResources() {}
}
