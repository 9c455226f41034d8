package io.ris.hub.platform.web;

/** Tells who a verified token stands for; the identity capability provides it. */
public interface CallerResolver {

    /**
     * The caller of a request.
     *
     * @param token a token whose signature, issuer and expiry have been verified
     * @throws io.ris.hub.platform.HubException.Refused if its session has ended
     */
    Caller resolve(AccessToken token, String requestId);

    /**
     * The caller who sends an API key.
     *
     * @throws io.ris.hub.platform.HubException.Refused if it is not good
     */
    Caller resolveKey(String key, String requestId);

    /**
     * The caller to whom a ticket was given, which is used up.
     *
     * @throws io.ris.hub.platform.HubException.Refused if it is not good, or its session has ended
     */
    Caller redeem(String ticket, String requestId);
}
