/**
 * The audit trail: every authentication, refusal, administrative change and task execution, append-only, in the tenant's own
 * database; what concerns no tenant is in the platform's.
 */
@NullMarked
package io.ris.hub.audit;

import org.jspecify.annotations.NullMarked;
