package io.ris.hub.fleet.enrolment;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Open;
import io.ris.protocol.EnrolmentAnswer;
import io.ris.protocol.EnrolmentRequest;
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

    @Inject
    public EnrolmentResource(EnrolmentService enrolments) {
        this.enrolments = enrolments;
    }

    @POST
    @Audited(value = "client.enrol", kind = AuditKind.AUTHENTICATION)
    @Open("the one-time token in the body is the authentication")
    @Operation(summary = "Turn an enrolment token and a certificate request into an agent's certificate")
    @APIResponse(responseCode = "200", description = "Certificate and CA; the same again for the same token and key")
    @APIResponse(responseCode = "401", description = "The token is unknown, expired or was used with another key")
    @APIResponse(responseCode = "403", description = "The token is for another tenant")
    @APIResponse(responseCode = "422", description = "The request is no PKCS #10 request of a P-256 key")
    public Envelope<EnrolmentAnswer> enrol(@NotNull EnrolmentRequest request) {
        return Envelope.of(enrolments.enrol(request));
    }
}
