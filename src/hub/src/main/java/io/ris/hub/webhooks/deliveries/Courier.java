package io.ris.hub.webhooks.deliveries;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.crypto.CaFile;
import io.ris.hub.platform.outbound.OutboundClient;
import io.ris.hub.platform.outbound.OutboundGuard;
import io.ris.hub.platform.outbound.OutboundRefusedException;
import io.ris.hub.webhooks.subscriptions.WebhookTarget;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.ssl.SSLContexts;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Posts a delivery to its receiver, signed as Standard Webhooks wants it, and reads how the answer begins; its
 * status is enough, whatever becomes of its body. It goes only where
 * the hub may call, and nowhere that a receiver sends it on to. Thread-safe.
 */
@HubService
class Courier {

    private static final System.Logger LOG = System.getLogger(Courier.class.getName());

    /** Enough to see what a receiver complains of. */
    private static final int ANSWER_BYTES = 512;

    private final OutboundClient client;

    @Inject
    Courier(
            OutboundGuard guard,
            @ConfigProperty(name = "webhooks.timeout") Duration timeout,
            @ConfigProperty(name = "webhooks.concurrency") int concurrency,
            @ConfigProperty(name = "webhooks.ca_file") Optional<String> caFile) {
        client = new OutboundClient(
                guard::resolve,
                new OutboundClient.Limits(timeout, concurrency, ANSWER_BYTES, false),
                caFile.map(file -> CaFile.trusting(Path.of(file), "webhooks.ca_file"))
                        .orElseGet(SSLContexts::createSystemDefault));
    }

    /** @param at the time that is signed: the present */
    Outcome carry(Delivery delivery, WebhookTarget target, Instant at) {
        try {
            OutboundClient.Answer answer = client.exchange(request(delivery, target, at));
            return new Outcome.Answered(answer.status(), answer.retryAfter(), answer.body());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> delivery + " has no answer", e);
            return new Outcome.Unanswered(code(e));
        }
    }

    private static SimpleHttpRequest request(Delivery delivery, WebhookTarget target, Instant at) {
        String signatures = target.secrets().stream()
                .map(secret -> secret.sign(delivery.eventId(), at, delivery.body()))
                .collect(Collectors.joining(" "));
        return SimpleRequestBuilder.post(target.url())
                .setHeader("webhook-id", delivery.eventId())
                .setHeader("webhook-timestamp", Long.toString(at.getEpochSecond()))
                .setHeader("webhook-signature", signatures)
                .setHeader("User-Agent", "RIS-Webhooks/1")
                .setBody(delivery.body().getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON)
                .build();
    }

    /** The innermost cause that says something. */
    private static String code(Throwable fault) {
        String code = "connection_failed";
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            code = switch (cause) {
                case OutboundRefusedException refused -> "address_refused";
                case UnknownHostException unknown -> "host_unknown";
                case TimeoutException late -> "timeout";
                case SocketTimeoutException late -> "timeout";
                case ConnectException refused -> "connection_refused";
                case SSLException tls -> "tls_failed";
                default -> code;
            };
        }
        return code;
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
