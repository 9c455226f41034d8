/** The single thread on which the agent's state lives. */
@NullMarked
package io.ris.agent.loop;

import org.jspecify.annotations.NullMarked;
