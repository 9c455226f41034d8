/** What may be asked of what is observed: pictures, reports, series, in the forms of the contract. */
@NullMarked
package io.ris.hub.monitoring.queries;

import org.jspecify.annotations.NullMarked;
