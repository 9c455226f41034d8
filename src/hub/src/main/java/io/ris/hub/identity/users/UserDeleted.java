package io.ris.hub.identity.users;

/** A user of the tenant in scope is no more: what is theirs goes too. */
public record UserDeleted(String userId) {}
