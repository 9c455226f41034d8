package io.ris.protocol;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What an answer must be for an HTTP task to complete (seed 000, ValidationConfig); else it fails with
 * {@code validation_failed} and the answer is kept.
 *
 * @param statusCodes accepted status codes; empty accepts all
 * @param headers headers that must be there with this value
 * @param bodyContains text that the body must hold
 * @param bodyRegex regular expression that must be found in the body
 */
public record HttpValidation(
        List<Integer> statusCodes,
        Map<String, String> headers,
        @Nullable String bodyContains,
        @Nullable String bodyRegex) {

    /** @throws SpecException naming the field at fault */
    @SuppressWarnings("ConstantValue") // JSON leaves out what is optional
    public HttpValidation {
        statusCodes = statusCodes == null ? List.of() : List.copyOf(statusCodes);
        headers = headers == null ? Map.of() : SpecException.checkedMap(headers, "headers");
        for (int code : statusCodes) {
            SpecException.check(code >= 100 && code <= 599, "status_codes", "must be 100 to 599");
        }
        if (bodyRegex != null) {
            try {
                Pattern.compile(bodyRegex);
            } catch (PatternSyntaxException e) {
                throw new SpecException("body_regex", "is not a regular expression: " + e.getDescription());
            }
        }
    }
}
