package io.ris.hub.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.ris.hub.platform.vault.NotOpenedException;
import io.ris.protocol.SpecException;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What the store holds of a spec does not open, or is none by the rules of this release. Its message may be shown: it tells no value
 * of the spec.
 */
public final class UnreadableSpecException extends IllegalStateException {

    /** The {@code error} of a task, or a job, that ends for it. */
    public static final String CODE = "spec_unreadable";

    UnreadableSpecException(NotOpenedException cause) {
        super("what the store holds sealed of it does not open", cause);
    }

    /** Without the reader's own words, which repeat what they stumbled over. */
    UnreadableSpecException(JsonProcessingException fault) {
        super("what the store holds of it is no task of this release: " + reason(fault));
    }

    private static String reason(JsonProcessingException fault) {
        if (fault.getCause() instanceof SpecException broken) {
            return broken.field() + " " + broken.problem();
        }
        String path = fault instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(JsonMappingException.Reference::getFieldName)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining("."))
                : "";
        return path.isEmpty() ? "its type is not known, or it is damaged" : path + " cannot be read";
    }
}
