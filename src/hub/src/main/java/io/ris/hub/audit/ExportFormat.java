package io.ris.hub.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.web.Csv;
import io.ris.protocol.Json;
import java.util.Locale;
import java.util.stream.Stream;

/** The forms of an export, line by line. */
enum ExportFormat {
    /** JSON lines. */
    JSON("application/x-ndjson", "") {
        @Override
        String line(RecordView view) {
            return json(view) + "\n";
        }
    },
    /** RFC 4180, with a line of names first. */
    CSV(
            "text/csv; charset=utf-8",
            "event_id,timestamp,tenant,kind,user,user_id,action,resource,ip,user_agent,session,request_id,result,details,"
                    + "chain,seq\r\n") {
        @Override
        String line(RecordView view) {
            return Csv.line(
                    view.eventId(),
                    view.timestamp().toString(),
                    view.tenant(),
                    view.kind(),
                    view.user(),
                    view.userId(),
                    view.action(),
                    view.resource(),
                    view.ip(),
                    view.userAgent(),
                    view.session(),
                    view.requestId(),
                    view.result(),
                    json(view.details()),
                    view.chain(),
                    Long.toString(view.seq()));
        }
    };

    private final String mediaType;
    private final String begin;

    ExportFormat(String mediaType, String begin) {
        this.mediaType = mediaType;
        this.begin = begin;
    }

    /** @throws HubException.Invalid if there is no such format */
    static ExportFormat of(String name) {
        return Stream.of(values())
                .filter(format -> format.fileEnding().equals(name))
                .findFirst()
                .orElseThrow(() -> HubException.Invalid.rule("format", "must be json or csv"));
    }

    String mediaType() {
        return mediaType;
    }

    String fileEnding() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What comes before the first record. */
    String begin() {
        return begin;
    }

    abstract String line(RecordView view);

    private static String json(Object value) {
        try {
            return Json.strict().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record can be written as JSON", e);
        }
    }
}
