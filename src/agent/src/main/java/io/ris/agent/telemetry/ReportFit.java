package io.ris.agent.telemetry;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.Json;
import io.ris.protocol.report.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;

/** Makes reports so small that a message holds them. Their lists become shorter, from the end; their totals stay. */
final class ReportFit {

    /** What a frame has beside its data. */
    private static final int FRAME = 128;

    private ReportFit() {}

    /** The frame of the report, as much of it as fits. */
    static AgentFrame.Report frame(Report report) {
        return frame(report, FrameCodec.MAX_MESSAGE_BYTES - FRAME, AgentFrame.Report.MAX_JSON_BYTES);
    }

    static AgentFrame.Report frame(Report report, int mostCharacters, int mostBytes) {
        Report fitting = report;
        while (true) {
            if (size(fitting) <= mostBytes) {
                AgentFrame.Report frame = AgentFrame.Report.of(fitting);
                if (frame.data().length() <= mostCharacters) {
                    return frame;
                }
            }
            fitting = shorter(fitting);
        }
    }

    /** Without half of the list that takes the most room. Where there is none, only who reports is left, which always fits. */
    private static Report shorter(Report report) {
        ReportList longest = Arrays.stream(ReportList.values())
                .max(Comparator.comparingLong(list -> size(list.of(report))))
                .orElseThrow();
        return longest.of(report).isEmpty()
                ? new Report(report.agentId(), report.hostname(), report.timestamp(), null, null, null, null)
                : longest.halved(report);
    }

    private static long size(Object value) {
        Count count = new Count();
        try {
            Json.lenient().writeValue(count, value);
        } catch (IOException e) {
            throw new UncheckedIOException("a report that cannot be written", e);
        }
        return count.bytes;
    }

    /** Keeps nothing but how much there was. */
    private static final class Count extends OutputStream {

        private long bytes;

        @Override
        public void write(int value) {
            bytes++;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes += length;
        }
    }
}
