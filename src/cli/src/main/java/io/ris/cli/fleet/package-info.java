/** {@code ris agents}: which agents the hub has. */
@NullMarked
package io.ris.cli.fleet;

import org.jspecify.annotations.NullMarked;
