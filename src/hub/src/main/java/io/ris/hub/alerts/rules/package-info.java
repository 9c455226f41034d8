/**
 * What is watched: rules of a tenant, each a condition, how long it must hold, and how bad that is. Some come with the hub; a
 * tenant changes them by storing a rule of the same id, and takes that back by deleting it.
 */
@NullMarked
package io.ris.hub.alerts.rules;

import org.jspecify.annotations.NullMarked;
