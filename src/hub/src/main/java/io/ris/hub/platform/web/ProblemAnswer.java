package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import io.ris.protocol.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;

/** Problem documents of what is answered outside of JAX-RS: by filters and by the server itself. */
public final class ProblemAnswer {

    private ProblemAnswer() {}

    /** Answers with a refusal. */
    public static void send(HubException fault, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (fault instanceof HubException.Unavailable unavailable) {
            response.setHeader(HttpHeaders.RETRY_AFTER, retryAfter(unavailable));
        }
        send(fault.type(), fault.detail(), request.getRequestURI(), request, response);
    }

    /** Answers with a problem of a path that the request may not have been sent to. */
    static void send(
            ProblemType type, String detail, String path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String requestId = RequestId.of(request);
        response.setStatus(type.httpStatus());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setHeader(RequestId.HEADER, requestId);
        response.getOutputStream()
                .write(Json.strict().writeValueAsBytes(Problem.of(type, detail, path, requestId, null)));
    }

    /** The value of the header for a problem that will pass. */
    static String retryAfter(HubException.Unavailable fault) {
        return Long.toString(Math.max(1, fault.retryAfter().toSeconds()));
    }
}
