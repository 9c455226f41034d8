/**
 * Probes, those of others and the agents' own: who has registered, and who was heard of when. Whose report it is and whose it may be
 * is decided here, before anything of it is kept.
 */
@NullMarked
package io.ris.hub.monitoring.probes;

import org.jspecify.annotations.NullMarked;
