/**
 * What the administrator of a machine lets tasks do there: a file that the agent reads at its start, and the questions that
 * are asked of it for each task; also what reports tell of the machine. Paths are compared whole and by what they are at the moment of use, links resolved.
 */
@NullMarked
package io.ris.agent.policy;

import org.jspecify.annotations.NullMarked;
