/**
 * Machines that do not exist, as a probe would report them: {@link io.ris.bench.probes.Machine} has names that stay and values that
 * move from one report to the next, as those of a real machine do.
 */
@NullMarked
package io.ris.bench.probes;

import org.jspecify.annotations.NullMarked;
