/**
 * Enrolment: an operator gets a one-time token, the agent turns it and a certificate request of its own key into a client
 * certificate of the hub's CA. The same token with the same key gives the same answer again; with another key, nothing.
 */
@NullMarked
package io.ris.hub.fleet.enrolment;

import org.jspecify.annotations.NullMarked;
