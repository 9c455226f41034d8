package io.ris.hub.platform.outbound;

import io.ris.hub.platform.outbound.OutboundClient.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** An answer, up to a size; a longer one ends the request, with what was read or with nothing. */
final class BoundedAnswer extends AbstractBinResponseConsumer<Answer> {

    private static final int WINDOW = 16 * 1024;

    private final OutboundClient.Limits limits;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private String type = "";
    private String retryAfter = "";

    BoundedAnswer(OutboundClient.Limits limits) {
        this.limits = limits;
    }

    /** The rest of an answer is not read; its connection is of no use any more. */
    static final class CutException extends IOException {

        @Serial
        private static final long serialVersionUID = 1L;

        private final transient Answer answer;

        CutException(Answer answer) {
            super("the rest of an answer is not read");
            this.answer = answer;
        }

        /** What was read. */
        Answer answer() {
            return answer;
        }
    }

    @Override
    protected void start(HttpResponse response, @Nullable ContentType contentType) {
        status = response.getCode();
        type = contentType == null ? "" : contentType.toString();
        Header wait = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
        retryAfter = wait == null || wait.getValue() == null ? "" : wait.getValue();
    }

    @Override
    protected int capacityIncrement() {
        return WINDOW;
    }

    @Override
    protected void data(ByteBuffer part, boolean isLast) throws IOException {
        int room = limits.answerBytes() - body.size();
        boolean fits = part.remaining() <= room;
        if (!fits && !limits.cutsAnswers()) {
            throw new IOException("an answer of more than " + limits.answerBytes() + " bytes");
        }
        byte[] bytes = new byte[Math.min(room, part.remaining())];
        part.get(bytes);
        body.writeBytes(bytes);
        if (!fits) {
            throw new CutException(buildResult());
        }
    }

    @Override
    protected Answer buildResult() {
        return new Answer(status, type, retryAfter, body.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context) {}

    @Override
    public void releaseResources() {
        body.reset();
    }
}
