/** {@code ris alerts}: what is wrong, and who deals with it. */
@NullMarked
package io.ris.cli.alerts;

import org.jspecify.annotations.NullMarked;
