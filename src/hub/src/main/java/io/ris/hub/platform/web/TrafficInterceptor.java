package io.ris.hub.platform.web;

import io.ris.hub.platform.TenantCode;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts the bytes of each answer for the caller's tenant, and slows answers of one that has used up its share. */
@Provider
@Priority(1)
public class TrafficInterceptor implements ContainerResponseFilter, WriterInterceptor {

    private static final String TENANT = TrafficInterceptor.class.getName();

    @Inject
    @SuppressWarnings("NullAway.Init") // set by the container
    private Pacing pacing;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getSecurityContext().getUserPrincipal() instanceof Caller caller) {
            request.setProperty(TENANT, caller.tenant());
        }
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        if (context.getProperty(TENANT) instanceof TenantCode tenant) {
            context.setOutputStream(new Counted(context.getOutputStream(), tenant));
        }
        context.proceed();
    }

    private final class Counted extends FilterOutputStream {

        private final TenantCode tenant;

        Counted(OutputStream out, TenantCode tenant) {
            super(out);
            this.tenant = tenant;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            count(1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count(length);
        }

        private void count(int bytes) throws IOException {
            pacing.count(tenant, bytes);
        }
    }
}
