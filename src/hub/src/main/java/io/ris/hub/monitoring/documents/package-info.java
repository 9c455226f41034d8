/**
 * The JSON of probes: what is sound, what is refused and with which words, and how it is told again. The records of the protocol say
 * which fields there are; fields that they do not know are skipped. Reports are many and are looked at by few, so they are checked as
 * they stream by, and read only where somebody asks for what is in them.
 */
@NullMarked
package io.ris.hub.monitoring.documents;

import org.jspecify.annotations.NullMarked;
