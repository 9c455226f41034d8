package io.ris.hub.platform.outbound;

import io.ris.hub.platform.outbound.OutboundClient.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** An answer, up to a size; a longer one ends the request. */
final class BoundedAnswer extends AbstractBinResponseConsumer<Answer> {

    private static final int WINDOW = 16 * 1024;

    private final int maxBytes;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private String type = "";

    BoundedAnswer(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    protected void start(HttpResponse response, @Nullable ContentType contentType) {
        status = response.getCode();
        type = contentType == null ? "" : contentType.toString();
    }

    @Override
    protected int capacityIncrement() {
        return WINDOW;
    }

    @Override
    protected void data(ByteBuffer part, boolean isLast) throws IOException {
        if (body.size() + part.remaining() > maxBytes) {
            throw new IOException("an answer of more than " + maxBytes + " bytes");
        }
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        body.writeBytes(bytes);
    }

    @Override
    protected Answer buildResult() {
        return new Answer(status, type, body.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context) {}

    @Override
    public void releaseResources() {
        body.reset();
    }
}
