package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.cache.AnswerCache;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;

/**
 * Answers what was asked a moment ago with the same answer, before the REST stack is entered: to whose token was verified just
 * now, whose session, user and tenant are good, who holds the permission, and who has not asked too often. In all other cases the
 * request goes its way, where it is answered or refused as if this filter were not. Stands after {@link PortGuard} in {@code web.xml}.
 */
public class RememberedReads implements Filter {

    private final AccessTokens tokens;
    private final CallerResolver callers;
    private final TenantDirectory tenants;
    private final AnswerCache answers;
    private final RateLimiting limits;
    private final Pacing pacing;
    private final Counter remembered;

    @Inject
    public RememberedReads(
            AccessTokens tokens,
            CallerResolver callers,
            TenantDirectory tenants,
            AnswerCache answers,
            RateLimiting limits,
            Pacing pacing,
            MetricRegistry metrics) {
        this.tokens = tokens;
        this.callers = callers;
        this.tenants = tenants;
        this.answers = answers;
        this.limits = limits;
        this.pacing = pacing;
        this.remembered = metrics.counter("ris_answers_remembered_total");
    }

    private record Known(Caller caller, AnswerCache.Answer answer) {}

    @Override
    public void doFilter(ServletRequest anyRequest, ServletResponse anyResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) anyRequest;
        HttpServletResponse response = (HttpServletResponse) anyResponse;
        Optional<Known> known = request.getMethod().equals(HttpMethod.GET) && RememberedAnswer.mayServe(request)
                ? find(request, response)
                : Optional.empty();
        if (known.isPresent()) {
            send(known.get(), request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private Optional<Known> find(HttpServletRequest request, HttpServletResponse response) {
        Optional<AccessToken> token = tokens.known(request);
        Optional<AnswerCache.Answer> answer = token.map(AccessToken::tenantCode)
                .filter(TenantCode::isValid)
                .map(TenantCode::new)
                .flatMap(tenant -> answers.find(RememberedAnswer.question(tenant, request)));
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        try {
            Caller caller = callers.resolve(token.get(), RequestId.of(request));
            tenants.requireActive(caller.tenant());
            AccessControl.require(caller.permissions(), answer.get().permission());
            limits.identify(caller, request, response);
            return Optional.of(new Known(caller, answer.get()));
        } catch (HubException refused) {
            return Optional.empty(); // it is refused again, and told, where every request is
        }
    }

    private void send(Known known, HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = known.answer().body();
        remembered.inc();
        response.setContentType(known.answer().contentType());
        response.setContentLength(body.length);
        response.setHeader(RequestId.HEADER, RequestId.of(request));
        response.getOutputStream().write(body);
        pacing.count(known.caller().tenant(), body.length);
    }
}
