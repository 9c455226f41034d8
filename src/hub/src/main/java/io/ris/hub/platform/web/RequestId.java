package io.ris.hub.platform.web;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id of a request: the client's {@code X-Request-Id} where it is harmless, else our own. */
public final class RequestId {

    /** The header, in requests and answers. */
    public static final String HEADER = "X-Request-Id";

    private static final String PROPERTY = RequestId.class.getName();
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private RequestId() {}

    /** The id of a request, made at the first call. */
    public static String of(ContainerRequestContext request) {
        if (request.getProperty(PROPERTY) instanceof String known) {
            return known;
        }
        String id = choose(request.getHeaderString(HEADER));
        request.setProperty(PROPERTY, id);
        return id;
    }

    /** The id of a request, where there is no JAX-RS context any more. */
    public static String of(HttpServletRequest request) {
        if (request.getAttribute(PROPERTY) instanceof String known) {
            return known;
        }
        String id = choose(request.getHeader(HEADER));
        request.setAttribute(PROPERTY, id);
        return id;
    }

    private static String choose(@Nullable String given) {
        return given != null && HARMLESS.matcher(given).matches()
                ? given
                : UuidCreator.getTimeOrderedEpoch().toString();
    }
}
