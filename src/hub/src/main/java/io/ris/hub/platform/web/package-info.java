/** The REST floor: requests and their identity, JSON bodies, answers, problems, permissions. */
@NullMarked
package io.ris.hub.platform.web;

import org.jspecify.annotations.NullMarked;
