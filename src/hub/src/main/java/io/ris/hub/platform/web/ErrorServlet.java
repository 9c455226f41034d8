package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.Origin;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.audit.AuditTrail;
import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The server's error page: problem documents for what fails before or after JAX-RS, and never the server's own words. */
@WebServlet(ErrorServlet.PATH)
public class ErrorServlet extends HttpServlet {

    static final String PATH = "/error";

    private static final System.Logger LOG = System.getLogger(ErrorServlet.class.getName());

    private final transient AuditTrail trail;

    @Inject
    public ErrorServlet(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? code
                : HttpServletResponse.SC_NOT_FOUND;
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        ProblemType type = ProblemType.ofStatus(status);
        if (status == HttpServletResponse.SC_UNAUTHORIZED && request.getHeader("Authorization") != null) {
            tell(request, RequestId.of(request), type.slug());
        }
        ProblemAnswer.send(type, type.title(), path == null ? PATH : path.toString(), request, response);
    }

    /** Tokens that the server itself refuses reach no filter of ours. */
    private void tell(HttpServletRequest request, String requestId, String reason) {
        Origin.enter(request.getAttribute(EdgeFilter.ORIGIN) instanceof Origin known ? known : Origin.HUB);
        try {
            RefusedToken.tell(trail, reason);
        } catch (HubException.Unavailable e) {
            LOG.log(System.Logger.Level.WARNING, "request {0}: a refused token is not in the audit trail", requestId);
        } finally {
            Origin.leave();
        }
    }
}
