package io.ris.hub.tenancy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a zip of JSON lines in pieces, with never more than one of them in memory. Not thread-safe. */
final class ArchiveWriter implements AutoCloseable {

    private static final int PIECE = 512 * 1024;

    private final Pieces pieces;
    private final ZipOutputStream zip;
    private long documents;

    /** Takes the pieces. */
    interface Sink {
        void take(int number, byte[] data);
    }

    ArchiveWriter(Sink sink) {
        pieces = new Pieces(sink);
        zip = new ZipOutputStream(pieces, StandardCharsets.UTF_8);
    }

    void begin(String name) {
        try {
            zip.putNextEntry(new ZipEntry(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void line(String json) {
        try {
            zip.write((json + "\n").getBytes(StandardCharsets.UTF_8));
            documents++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long documents() {
        return documents;
    }

    long bytes() {
        return pieces.bytes;
    }

    int pieces() {
        return pieces.number;
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Pieces extends OutputStream {

        private final Sink sink;
        private final ByteArrayOutputStream piece = new ByteArrayOutputStream(PIECE);
        private int number;
        private long bytes;

        Pieces(Sink sink) {
            this.sink = sink;
        }

        @Override
        public void write(int value) {
            piece.write(value);
            cut(PIECE);
        }

        @Override
        public void write(byte[] data, int offset, int length) {
            piece.write(data, offset, length);
            cut(PIECE);
        }

        @Override
        public void close() {
            cut(1);
        }

        private void cut(int enough) {
            if (piece.size() >= enough) {
                sink.take(number++, piece.toByteArray());
                bytes += piece.size();
                piece.reset();
            }
        }
    }
}
