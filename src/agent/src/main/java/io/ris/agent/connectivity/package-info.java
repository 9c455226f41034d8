/**
 * Looks whether something can be reached and what it is, phase by phase. Each test has a thread of its own, since resolvers and
 * directories of the JDK block; it changes nothing anywhere and may be cut off at any moment.
 */
@NullMarked
package io.ris.agent.connectivity;

import org.jspecify.annotations.NullMarked;
