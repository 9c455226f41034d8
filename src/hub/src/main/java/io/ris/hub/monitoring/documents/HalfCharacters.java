package io.ris.hub.monitoring.documents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import java.io.IOException;
import java.util.List;

/** Halves of surrogate pairs (RFC 8259, section 8.2): JSON can name them, and nobody can write them as UTF-8 again. */
final class HalfCharacters {

    private HalfCharacters() {}

    /** Whether a document names surrogates at all, as hardly any does: looks at its bytes alone. */
    static boolean mayBeIn(byte[] document) {
        for (int at = 0; at < document.length - 2; at++) {
            int here = document[at];
            if (here == '\\' && document[at + 1] == 'u' && (document[at + 2] | 0x20) == 'd') {
                return true;
            }
            if (here == (byte) 0xED && (document[at + 1] & 0xFF) >= 0xA0) {
                return true;
            }
        }
        return false;
    }

    /** @throws HubException.Invalid if a text, known or not, has a half in it */
    static void refuse(byte[] document) throws IOException {
        try (JsonParser json = ShapeCheck.JSON.createParser(document)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                boolean isText = token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME;
                if (isText && isBroken(json.getText())) {
                    throw new HubException.Invalid(
                            ProblemType.MALFORMED,
                            "the body has a text that is not Unicode: half a character",
                            List.of());
                }
            }
        }
    }

    private static boolean isBroken(String text) {
        return text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE);
    }
}
