/** What the agent has promised to the hub, on disk: one directory per attempt, the highest epoch, the attempts that are over. */
@NullMarked
package io.ris.agent.journal;

import org.jspecify.annotations.NullMarked;
