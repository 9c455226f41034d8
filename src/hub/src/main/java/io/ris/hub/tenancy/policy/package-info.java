/**
 * What a tenant may ask of its users beyond what the hub asks of everybody's: rules for passwords. A tenant is never laxer
 * than the hub, also where the hub became stricter after the tenant had chosen.
 */
@NullMarked
package io.ris.hub.tenancy.policy;

import org.jspecify.annotations.NullMarked;
