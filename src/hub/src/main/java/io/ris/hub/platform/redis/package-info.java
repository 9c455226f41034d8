/**
 * Redis, through which the nodes of a cluster share what need not outlive it. Whoever asks here must know what to do without
 * an answer: Redis may not be there, and nobody waits long for it.
 */
@NullMarked
package io.ris.hub.platform.redis;

import org.jspecify.annotations.NullMarked;
