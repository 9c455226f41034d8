/**
 * Choosing agents by their labels. An expression says for each agent yes or no, from its labels alone and without a look at any
 * other agent.
 */
@NullMarked
package io.ris.hub.fleet.selection;

import org.jspecify.annotations.NullMarked;
