/** How an agent gets and keeps its identity: key, certificate, the hub's CA, and the first, already verified exchange. */
@NullMarked
package io.ris.agent.enrolment;

import org.jspecify.annotations.NullMarked;
