package io.ris.hub.platform.web;

import jakarta.inject.Inject;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Takes the place of the server's own mapper for this one kind of exception, which {@link ProblemMapper} alone does not. */
@Provider
public class ValidationProblemMapper implements ExceptionMapper<ValidationException> {

    @Inject
    @SuppressWarnings("NullAway.Init") // set by the container
    private ProblemMapper problems;

    @Override
    public Response toResponse(ValidationException fault) {
        return problems.toResponse(fault);
    }
}
