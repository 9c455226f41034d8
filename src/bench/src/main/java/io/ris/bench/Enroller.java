package io.ris.bench;

import io.ris.protocol.EnrolmentAnswer;
import io.ris.protocol.EnrolmentRequest;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Registers and enrols agents through the REST API, several at a time, each with a key pair of its own. */
final class Enroller {

    /** Whose value is the prefix of the names of agents that were enrolled together. */
    static final String LABEL = "bench";

    private final HubClient hub;
    private final String namePrefix;
    private final int atOnce;

    /**
     * @param namePrefix makes the agents' names unique in their tenant
     * @param atOnce enrolments under way at a time
     */
    Enroller(HubClient hub, String namePrefix, int atOnce) {
        this.hub = hub;
        this.namePrefix = namePrefix;
        this.atOnce = atOnce;
    }

    /**
     * Enrols so many agents.
     *
     * @throws IOException if the hub refuses one
     */
    List<AgentCredentials> enrol(int agents) throws IOException, InterruptedException {
        try (ExecutorService workers = Executors.newFixedThreadPool(atOnce)) {
            List<Future<AgentCredentials>> enrolments = new ArrayList<>();
            for (int number = 1; number <= agents; number++) {
                String name = "%s-%05d".formatted(namePrefix, number);
                enrolments.add(workers.submit(() -> enrol(name)));
            }
            try {
                return collect(enrolments);
            } catch (ExecutionException e) {
                workers.shutdownNow();
                throw new IOException("enrolment failed: " + e.getMessage(), e);
            }
        }
    }

    private static List<AgentCredentials> collect(List<Future<AgentCredentials>> enrolments)
            throws ExecutionException, InterruptedException {
        List<AgentCredentials> enrolled = new ArrayList<>();
        for (Future<AgentCredentials> enrolment : enrolments) {
            enrolled.add(enrolment.get());
        }
        return enrolled;
    }

    private AgentCredentials enrol(String name) throws IOException, InterruptedException, GeneralSecurityException {
        HubClient.NewAgent agent = hub.createAgent(name, Map.of(LABEL, namePrefix));
        CertificateRequest request = CertificateRequest.generate(name);
        EnrolmentAnswer answer = hub.enrol(new EnrolmentRequest(agent.token(), request.pem(), null, Map.of(), null));
        return new AgentCredentials(
                agent.number(),
                answer.agentId(),
                request.keys().getPrivate(),
                CertificateRequest.readCertificate(answer.clientCert()));
    }
}
