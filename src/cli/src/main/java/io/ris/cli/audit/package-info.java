/** {@code ris audit}: the hub's audit trail, read, exported and verified. */
@NullMarked
package io.ris.cli.audit;

import org.jspecify.annotations.NullMarked;
