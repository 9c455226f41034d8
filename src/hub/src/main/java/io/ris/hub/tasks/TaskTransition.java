package io.ris.hub.tasks;

import io.ris.hub.platform.persistence.InstantAsDate;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Embeddable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event in a task's life.
 *
 * @param from the state before; null for the first
 * @param to the state after; the same as before where a late message changed nothing
 * @param node the hub node that made the change
 * @param reason why; null for the usual course
 */
@Embeddable(Embeddable.EmbeddableType.GROUPING)
public record TaskTransition(
        @Column("at") @Convert(InstantAsDate.class) Instant at,
        @Column("from") @Nullable String from,
        @Column("to") String to,
        @Column("attempt") int attempt,
        @Column("node") String node,
        @Column("reason") @Nullable String reason) {}
