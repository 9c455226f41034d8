package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Bodies that come as they are, or in gzip (RFC 9110, section 8.4.1.3). */
public final class CompressedBody {

    private static final System.Logger LOG = System.getLogger(CompressedBody.class.getName());

    private CompressedBody() {}

    /**
     * What was sent.
     *
     * @throws HubException.Invalid if it comes in another encoding, is broken, or is larger than the largest report
     */
    public static byte[] read(InputStream body, HttpHeaders headers) {
        String encoding = headers.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        return switch (encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> bytes(body, headers.getLength());
            case "gzip", "x-gzip" -> bytes(body, -1); // the REST stack has unpacked it: its length is another
            default ->
                throw new HubException.Invalid(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding must be gzip, or not there", List.of());
        };
    }

    /** @param length as the request tells it, which has been looked at; negative where it does not */
    private static byte[] bytes(InputStream body, int length) {
        try {
            if (length < 0) {
                return bounded(body);
            }
            byte[] bytes = new byte[length];
            int read = body.readNBytes(bytes, 0, length);
            return read == length ? bytes : Arrays.copyOf(bytes, read);
        } catch (IOException e) { // broken chunks, or a body that does not come: the client's fault
            LOG.log(System.Logger.Level.DEBUG, "a body could not be read", e);
            throw new HubException.Invalid(ProblemType.MALFORMED, "the body could not be read to its end", List.of());
        }
    }

    private static byte[] bounded(InputStream body) throws IOException {
        byte[] read = body.readNBytes(RequestGuard.MAX_REPORT_BYTES + 1);
        if (read.length > RequestGuard.MAX_REPORT_BYTES) {
            throw RequestGuard.tooLarge(RequestGuard.MAX_REPORT_BYTES);
        }
        return read;
    }
}
