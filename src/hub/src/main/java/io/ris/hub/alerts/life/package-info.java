/**
 * The life of an alert: pending while its condition holds not long enough yet, firing, acknowledged once somebody has taken it on,
 * resolved. There is one at a time for a rule and a subject; when the condition holds again later, that is another alert. Open ones
 * are in a small collection under rule and subject, where two nodes cannot make two of them; each step expects the revision
 * before it. What is to be told stays noted with the alert until it is stored for every webhook, so that a kill forgets none.
 */
@NullMarked
package io.ris.hub.alerts.life;

import org.jspecify.annotations.NullMarked;
