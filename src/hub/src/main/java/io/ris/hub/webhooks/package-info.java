/**
 * Tells other systems what happens in a tenant: observes what capabilities announce, and posts it, signed, to the webhooks
 * that ask for it.
 */
@NullMarked
package io.ris.hub.webhooks;

import org.jspecify.annotations.NullMarked;
