/** Running tasks: one executor per task spec, their output, and {@link io.ris.agent.execution.Assignments}, which knows where each attempt stands. */
@NullMarked
package io.ris.agent.execution;

import org.jspecify.annotations.NullMarked;
