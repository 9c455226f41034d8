package io.ris.hub.platform.web;

import io.ris.hub.platform.audit.AuditKind;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A resource method that changes something: every call of it is written to the audit trail before it is answered. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Audited {

    /** What it does: {@code thing.verb}, such as {@code user.create}; empty where the method's service tells it itself. */
    String value();

    /** What kind of change it is. */
    AuditKind kind() default AuditKind.ADMINISTRATION;

    /** Marks methods whose service writes the entry at the right moment, with more than the request shows. */
    String BY_SERVICE = "";
}
