/**
 * Where the hub may call. Every address that a user, a tenant or a stored document names is looked up through {@link
 * io.ris.hub.platform.outbound.OutboundGuard} and connected to at the addresses that it gave back, never by the name
 * again: a second answer of the name server could be another.
 */
@NullMarked
package io.ris.hub.platform.outbound;

import org.jspecify.annotations.NullMarked;
