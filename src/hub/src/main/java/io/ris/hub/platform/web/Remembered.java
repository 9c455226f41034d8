package io.ris.hub.platform.web;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Answers of this method may be given again for a moment, from {@link io.ris.hub.platform.cache.AnswerCache}, to everyone of the
 * tenant who holds its permission: they depend on the tenant and the request's target alone.
 */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Remembered {

    /** What the answers are made of: they are forgotten when it changes. */
    Class<?> value();
}
