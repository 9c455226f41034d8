/**
 * Following a task while it runs: what it writes, and its states. A {@link TaskFeed} reads the store at its reader's pace, from a
 * {@link Position} with which a reader can go on later, on any node. News of this node come at once ({@link TaskNews}); what happens
 * on another node is looked for in the store.
 */
@NullMarked
package io.ris.hub.tasks.following;

import org.jspecify.annotations.NullMarked;
