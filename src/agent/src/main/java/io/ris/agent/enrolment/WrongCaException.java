package io.ris.agent.enrolment;

import java.security.cert.CertificateException;

/** The server is not the hub that the fingerprint names. */
final class WrongCaException extends CertificateException {

    private final String explanation;

    WrongCaException(String explanation) {
        super(explanation);
        this.explanation = explanation;
    }

    /** Which CA the server has and which one was wanted, in one line. */
    String explanation() {
        return explanation;
    }
}
