package io.ris.protocol;

/**
 * What an agent gets for a {@link RenewalRequest}.
 *
 * @param clientCert its next certificate in PEM
 */
public record RenewalAnswer(String clientCert) {}
