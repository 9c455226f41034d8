package io.ris.hub.identity.users;

/**
 * A user of the tenant in scope was changed or deleted.
 *
 * @param endsSessions whether what earlier logins gave must not be good any more
 */
public record UserChanged(String userId, boolean endsSessions) {}
