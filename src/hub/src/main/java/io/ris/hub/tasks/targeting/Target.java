package io.ris.hub.tasks.targeting;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.ris.hub.fleet.Labels;
import io.ris.hub.fleet.selection.LabelExpression;
import io.ris.hub.fleet.selection.LabelSyntaxException;
import io.ris.hub.platform.HubException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Agents by their labels (spec "Tasks", Submit). Labels and expression must both hold.
 *
 * @param labels all of which an agent must have
 * @param expression such as {@code env in (prod,stage) and not exists gpu}: see {@link LabelExpression}
 * @param strategy {@code any} where not given
 * @param max how many agents a job has at the most, the first ones by name; every agent that is named where not given
 * @param maxParallel how many tasks of a job are under way at once; all where not given
 */
public record Target(
        @Nullable Map<String, String> labels,
        @Size(max = 2000) @Nullable String expression,
        @Nullable Strategy strategy,
        @Min(1) @Max(100_000) @Nullable Integer max,
        @Min(1) @Max(100_000) @Nullable Integer maxParallel) {

    /** Whether every agent gets the task. */
    @JsonIgnore
    boolean isForAll() {
        return strategy == Strategy.ALL;
    }

    /** @throws HubException.Invalid if it names nobody, or cannot be read */
    void check() {
        if (labels == null && expression == null) {
            throw HubException.Invalid.rule("target", "needs labels or an expression");
        }
        Labels.toList(labels);
        if (!isForAll() && (max != null || maxParallel != null)) {
            throw HubException.Invalid.rule("target.strategy", "must be all where max or max_parallel is given");
        }
        condition();
    }

    /** What must hold for an agent's labels. */
    LabelExpression condition() {
        LabelExpression all = LabelExpression.all(labels == null ? Map.of() : labels);
        try {
            return expression == null ? all : new LabelExpression.And(all, LabelExpression.parse(expression));
        } catch (LabelSyntaxException e) {
            throw HubException.Invalid.rule("target.expression", String.valueOf(e.getMessage()));
        }
    }
}
