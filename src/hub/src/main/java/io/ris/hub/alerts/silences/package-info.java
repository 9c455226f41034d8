/** Times in which nobody wants to be told: alerts are raised and shown as ever, and told once the silence is over and they still fire. */
@NullMarked
package io.ris.hub.alerts.silences;

import org.jspecify.annotations.NullMarked;
