/**
 * Whom a task is for, and work for many agents. A {@link io.ris.hub.tasks.targeting.Target} names agents by their labels; one
 * of them runs the task, or all of them do as a {@link io.ris.hub.tasks.targeting.Job}.
 *
 * <p>What always holds: a job's agents are chosen once, when it fires, and stored with it; each of them gets one task whose id
 * follows from job and agent, so that whoever goes on with a job after a crash, on any node, makes none twice. A job ends when
 * each of its tasks has ended, and never changes after that. A cancelled one is given to nobody any more: what a node was giving
 * just then, while perhaps another one ended the job, is cancelled too.
 */
@NullMarked
package io.ris.hub.tasks.targeting;

import org.jspecify.annotations.NullMarked;
