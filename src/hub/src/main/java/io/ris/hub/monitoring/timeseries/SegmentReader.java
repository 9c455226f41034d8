package io.ris.hub.monitoring.timeseries;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Reads points one after the other; neighbours of one segment cost least. Not thread-safe. */
final class SegmentReader implements AutoCloseable {

    private @Nullable Segment segment;
    private @Nullable FileChannel channel;
    private long baseOffset = Segment.NO_BASE;
    private byte[] base = new byte[0];

    Segment.Point point(AgentSeries.Sealed place) throws IOException {
        return Segment.decode(RecordFile.read(open(place.segment()), place.offset()));
    }

    /** The report of a point. */
    byte[] report(AgentSeries.Sealed place) throws IOException {
        Segment.Point point = point(place);
        if (point.base() == Segment.NO_BASE) {
            return Compression.decompress(point.report(), point.rawLength());
        }
        return Compression.decompress(point.report(), point.rawLength(), base(place.segment(), point.base()));
    }

    private byte[] base(Segment of, long offset) throws IOException {
        FileChannel open = open(of);
        if (offset != baseOffset) {
            Segment.Point point = Segment.decode(RecordFile.read(open, offset));
            base = Compression.decompress(point.report(), point.rawLength());
            baseOffset = offset;
        }
        return base;
    }

    private FileChannel open(Segment wanted) throws IOException {
        if (channel != null && wanted == segment) {
            return channel;
        }
        close();
        FileChannel opened = FileChannel.open(wanted.path(), StandardOpenOption.READ);
        channel = opened;
        segment = wanted;
        baseOffset = Segment.NO_BASE;
        return opened;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
