/**
 * End-to-end tests: the packaged hub and real agent processes, started with {@code ./ris} as a user does and seen only
 * from outside, over REST, processes and files.
 *
 * <p>{@link io.ris.it.Program} is any started process, {@link io.ris.it.Hub} a {@code ./ris up},
 * {@link io.ris.it.AgentProcess} a {@code ./ris agent}, {@link io.ris.it.StoreProcess} a store of its own for
 * {@code MONGODB_URI}, {@link io.ris.it.KillPoints} what holds a process at a named step, {@link io.ris.it.RisApi} the REST client. Tests that change nothing for others take the one hub
 * of {@link io.ris.it.SharedHub}; those that kill start their own.
 */
@NullMarked
package io.ris.it;

import org.jspecify.annotations.NullMarked;
