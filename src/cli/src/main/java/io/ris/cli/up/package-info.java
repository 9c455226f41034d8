/**
 * {@code ris up}: prepares a data directory, starts the hub and the local agent as child processes, and watches over
 * them until it is told to stop. Nothing is left running when it ends, however it ends, short of its own kill -9.
 */
@NullMarked
package io.ris.cli.up;

import org.jspecify.annotations.NullMarked;
