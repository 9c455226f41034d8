/**
 * Dead letters: what nobody will try again by itself, kept with its reason until somebody requeues or purges it. They are tasks
 * whose attempts are used up, of a tenant, and wake-ups that no node could read, of the platform.
 *
 * <p>Invariants: a dead letter is requeued as one new task, however often it is asked for; the old one stays as it ended. A store
 * or a broker that is down makes no dead letters: listeners pause and resume.
 */
@NullMarked
package io.ris.hub.tasks.deadletters;

import org.jspecify.annotations.NullMarked;
