package io.ris.hub.platform.web;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Tells the meter of every answer. What waits for others by its nature, as a task that is awaited, is not timed. */
@Provider
@PreMatching
@Priority(2)
public class AnswerTiming implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String BEGUN = AnswerTiming.class.getName();

    @Context
    @SuppressWarnings("NullAway.Init") // set by the container
    private ResourceInfo resource;

    @Inject
    @SuppressWarnings("NullAway.Init") // set by the container
    private AnswerMeter meter;

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(BEGUN, System.nanoTime());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        meter.count(response.getStatus());
        Method method = resource.getResourceMethod();
        if (method != null && !waits(method.getReturnType()) && request.getProperty(BEGUN) instanceof Long begun) {
            meter.time(Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private static boolean waits(Class<?> answer) {
        return answer == void.class || CompletionStage.class.isAssignableFrom(answer);
    }
}
