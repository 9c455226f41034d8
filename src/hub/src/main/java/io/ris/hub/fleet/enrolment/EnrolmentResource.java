package io.ris.hub.fleet.enrolment;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Open;
import io.ris.protocol.EnrolmentAnswer;
import io.ris.protocol.EnrolmentRequest;
import io.ris.protocol.RenewalAnswer;
import io.ris.protocol.RenewalRequest;
import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where agents get their certificates. */
@HubService
@Path(EnrolmentRequest.PATH)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Clients")
public class EnrolmentResource {

    private final EnrolmentService enrolments;
    private final RenewalService renewals;

    @Inject
    public EnrolmentResource(EnrolmentService enrolments, RenewalService renewals) {
        this.enrolments = enrolments;
        this.renewals = renewals;
    }

    @POST
    @Audited(Audited.BY_SERVICE)
    @Open("the one-time token in the body is the authentication")
    @Operation(summary = "Turn an enrolment token and a certificate request into an agent's certificate")
    @APIResponse(responseCode = "200", description = "Certificate and CA; the same again for the same token and key")
    @APIResponse(responseCode = "401", description = "The token is unknown, expired or was used with another key")
    @APIResponse(responseCode = "403", description = "The token is for another tenant")
    @APIResponse(responseCode = "429", description = "The tenant has more clients than it may have by now")
    @APIResponse(responseCode = "422", description = "The request is no PKCS #10 request of a P-256 key")
    public Envelope<EnrolmentAnswer> enrol(@NotNull EnrolmentRequest request) {
        return Envelope.of(enrolments.enrol(request));
    }

    @POST
    @Path(RenewalRequest.RESOURCE)
    @Audited(Audited.BY_SERVICE)
    @Open("the body's token, signed by the agent's old key, is the authentication")
    @Operation(summary = "Renew the certificate of an agent that was away when it ended")
    @APIResponse(
            responseCode = "200",
            description = "The next certificate; the old key is good until that one was used")
    @APIResponse(responseCode = "401", description = "The agent token is not valid")
    @APIResponse(
            responseCode = "403",
            description = "The agent was deleted, revoked or enrolled again, or its certificate ended too long ago")
    @APIResponse(responseCode = "422", description = "The request is no PKCS #10 request of a P-256 key")
    public Envelope<RenewalAnswer> renew(@NotNull RenewalRequest request) {
        return Envelope.of(new RenewalAnswer(renewals.renew(request)));
    }
}
