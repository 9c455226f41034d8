package io.ris.hub.platform.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.persistence.StoreFaults;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Turns everything that goes wrong in a request into a problem document; tells nothing of the hub's inside. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

    private static final System.Logger LOG = System.getLogger(ProblemMapper.class.getName());

    @Context
    @SuppressWarnings("NullAway.Init") // set by the container
    private HttpServletRequest request;

    @Override
    public Response toResponse(Throwable fault) {
        return switch (fault) {
            case HubException.Invalid invalid -> answer(invalid.type(), invalid.detail(), invalid.errors());
            case HubException.Unavailable unavailable -> unavailable(unavailable);
            case HubException known -> answer(known.type(), known.detail(), null);
            case ConstraintViolationException broken -> broken(broken);
            case JsonProcessingException malformed -> toResponse(JsonFaults.translate(malformed));
            case WebApplicationException refused -> refused(refused);
            default -> unexpected(fault);
        };
    }

    private Response unavailable(HubException.Unavailable fault) {
        return Response.fromResponse(answer(fault.type(), fault.detail(), null))
                .header(HttpHeaders.RETRY_AFTER, ProblemAnswer.retryAfter(fault))
                .build();
    }

    private Response broken(ConstraintViolationException fault) {
        List<HubException.FieldError> errors = fault.getConstraintViolations().stream()
                .map(violation -> new HubException.FieldError(field(violation), violation.getMessage()))
                .sorted((a, b) -> a.field().compareTo(b.field()))
                .toList();
        HubException.FieldError first = errors.getFirst();
        return answer(ProblemType.RULE_BROKEN, first.field() + " " + first.message(), errors);
    }

    /** Where in a body the value stands, with what holds it; else the parameter. */
    private static String field(ConstraintViolation<?> violation) {
        List<Path.Node> nodes = StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
                .filter(node -> node.getName() != null)
                .toList();
        String inBody = nodes.stream()
                .filter(node -> node.getKind() == ElementKind.PROPERTY)
                .map(Path.Node::getName)
                .collect(Collectors.joining("."));
        String name = inBody.isEmpty() ? nodes.getLast().getName() : inBody;
        return name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private Response refused(WebApplicationException fault) {
        int status = fault.getResponse().getStatus();
        if (status < 400) {
            return fault.getResponse();
        }
        if (fault.getCause() instanceof HubException cause) {
            return toResponse(cause);
        }
        ProblemType type = ProblemType.ofStatus(status);
        Response answer = answer(type, type.title(), null);
        String allow = fault.getResponse().getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? answer
                : Response.fromResponse(answer).header(HttpHeaders.ALLOW, allow).build();
    }

    private Response unexpected(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (StoreFaults.isOutage(cause)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "request {0}: the store does not answer: {1}",
                        requestId(),
                        cause.getMessage());
                return answer(ProblemType.STORE_UNAVAILABLE, "the store does not answer; try again", null);
            }
            if (cause != fault && cause instanceof HubException known) {
                return toResponse(known);
            }
        }
        LOG.log(System.Logger.Level.ERROR, "request " + requestId() + " failed", fault);
        return answer(ProblemType.INTERNAL_ERROR, "the request failed; the log has it under its request id", null);
    }

    private Response answer(ProblemType type, String detail, @Nullable List<HubException.FieldError> errors) {
        Response.ResponseBuilder answer = Response.status(type.httpStatus())
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(type, detail, request.getRequestURI(), requestId(), errors));
        if (type.httpStatus() == 401) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"ris\"");
        }
        return answer.build();
    }

    private String requestId() {
        return RequestId.of(request);
    }
}
