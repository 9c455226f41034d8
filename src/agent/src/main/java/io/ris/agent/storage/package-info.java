/** The agent's data directory and files that are replaced whole. */
@NullMarked
package io.ris.agent.storage;

import org.jspecify.annotations.NullMarked;
