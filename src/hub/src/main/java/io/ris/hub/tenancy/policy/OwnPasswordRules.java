package io.ris.hub.tenancy.policy;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant itself asks of its users' passwords; what it does not say is as the hub's settings have it.
 *
 * @param minLength characters
 * @param characterClasses of each of which a password must hold a character: lower, upper, digit, symbol
 */
public record OwnPasswordRules(
        @Min(8) @Max(128) @Nullable Integer minLength,

        @Size(max = 4) @Nullable
        List<@Pattern(regexp = "lower|upper|digit|symbol", message = "must be lower, upper, digit or symbol") String>
                characterClasses) {

    public OwnPasswordRules {
        characterClasses = characterClasses == null
                ? null
                : characterClasses.stream().distinct().toList();
    }
}
