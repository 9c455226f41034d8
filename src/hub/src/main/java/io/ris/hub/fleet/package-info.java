/**
 * The fleet: agents, how they are enrolled ({@code fleet.enrolment}) and how they are connected
 * ({@code fleet.connection}) and chosen ({@code fleet.selection}). An agent is connected while its connection's node holds its lease; the store says so, and
 * nothing else. Every connection raises the agent's epoch, which every frame of the hub carries.
 */
@NullMarked
package io.ris.hub.fleet;

import org.jspecify.annotations.NullMarked;
