package io.ris.hub.identity.sessions;

import io.ris.hub.platform.TenantCode;

/** A session was ended on this node. */
public record SessionEnded(TenantCode tenant, String sessionId) {}
