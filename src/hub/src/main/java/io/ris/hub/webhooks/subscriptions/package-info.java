/**
 * Webhooks: where a tenant wants to be told what happens, what of it, and what signs it. Address and secrets are sealed
 * together; a secret is told when it is made and never again. After a new one was made the old one signs, too, for a day, so
 * that a receiver can be given the new one without missing anything.
 */
@NullMarked
package io.ris.hub.webhooks.subscriptions;

import org.jspecify.annotations.NullMarked;
