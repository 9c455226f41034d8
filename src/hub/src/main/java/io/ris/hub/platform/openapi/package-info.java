/**
 * The description of the REST API at {@code /openapi}. MicroProfile OpenAPI scans it from the resources; what holds for
 * all of them alike is added here, from the same annotations that make it hold.
 */
@NullMarked
package io.ris.hub.platform.openapi;

import org.jspecify.annotations.NullMarked;
