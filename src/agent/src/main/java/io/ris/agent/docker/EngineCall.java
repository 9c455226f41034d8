package io.ris.agent.docker;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/** An answer of an engine, as it comes (RFC 9112). Interrupting the thread that waits for it closes the connection. */
final class EngineCall implements Closeable {

    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_HEADERS = 100;

    private final SocketChannel channel;
    private final InputStream in;
    private final int status;
    private final InputStream body;

    /** Waits for the beginning of the answer to what was sent. */
    EngineCall(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.in = new BufferedInputStream(Channels.newInputStream(channel));
        this.status = status(line());
        this.body = body();
    }

    private static int status(String line) throws IOException {
        String[] parts = line.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("what answers there is no engine");
        }
        return Integer.parseInt(parts[1]);
    }

    private InputStream body() throws IOException {
        boolean chunked = false;
        long length = -1;
        for (int header = 0; header < MAX_HEADERS; header++) {
            String line = line();
            if (line.isEmpty()) {
                return chunked ? new Chunks() : length < 0 ? in : new Part(length);
            }
            String lower = line.toLowerCase(Locale.ROOT).replace(" ", "");
            chunked |= lower.equals("transfer-encoding:chunked");
            if (lower.matches("content-length:[0-9]{1,15}")) {
                length = Long.parseLong(lower.substring(lower.indexOf(':') + 1));
            }
        }
        throw new IOException("the engine sends headers without end");
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the engine hung up");
            }
            if (line.length() == MAX_LINE) {
                throw new IOException("the engine sends a line without end");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    int status() {
        return status;
    }

    /** The body of the answer. */
    InputStream answer() {
        return body;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** So much of the connection and no more. */
    private class Part extends InputStream {

        private long left;

        Part(long left) {
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(into, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("the engine hung up");
            }
            left -= count;
            return count;
        }

        void more(long bytes) {
            left = bytes;
        }

        long left() {
            return left;
        }
    }

    /** RFC 9112, section 7.1. */
    private final class Chunks extends Part {

        private boolean first = true;
        private boolean ended;

        Chunks() {
            super(0);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (ended || (left() == 0 && !next())) {
                return -1;
            }
            return super.read(into, offset, length);
        }

        private boolean next() throws IOException {
            if (!first) {
                line();
            }
            first = false;
            String size = line().split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,15}")) {
                throw new IOException("the engine sends no chunk where one should be");
            }
            more(Long.parseLong(size, 16));
            ended = left() == 0;
            return !ended;
        }
    }
}
