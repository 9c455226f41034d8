package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A problem document (RFC 9457) with the members that the API adds.
 *
 * @param type URI reference of the kind of problem
 * @param title the kind in words
 * @param status HTTP status
 * @param detail this case in words
 * @param instance path of the request
 * @param success always false
 * @param error stable machine code
 * @param requestId the request, as in logs and in {@code X-Request-Id}
 * @param errors the fields at fault; null where none is
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        boolean success,
        String error,
        String requestId,
        @Nullable List<HubException.FieldError> errors) {

    /** The media type of problem documents. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The document of one case. */
    public static Problem of(
            ProblemType type,
            String detail,
            String instance,
            String requestId,
            @Nullable List<HubException.FieldError> errors) {
        return new Problem(
                type.uri(), type.title(), type.httpStatus(), detail, instance, false, type.slug(), requestId, errors);
    }
}
