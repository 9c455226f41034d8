package io.ris.hub.platform.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Of what a sender must be allowed one thing at least for a WebSocket message to be looked at. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RequiresOneOf {

    /** Permissions such as {@code task:read}, of {@link Permissions}. */
    String[] value();
}
