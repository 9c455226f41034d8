/**
 * What capabilities tell of for the audit trail, and how. The trail itself is kept by {@code io.ris.hub.audit}, which no
 * capability knows.
 */
@NullMarked
package io.ris.hub.platform.audit;

import org.jspecify.annotations.NullMarked;
