package io.ris.agent.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** So much of an answer may be read, and an answer that is longer fails: a part of it would be taken for the whole. */
final class Bounded extends FilterInputStream {

    private long left;

    Bounded(InputStream in, long most) {
        super(in);
        this.left = most;
    }

    @Override
    public int read() throws IOException {
        return counted(super.read(), 1);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        return counted(count, count);
    }

    private int counted(int result, int count) throws IOException {
        if (result >= 0) {
            left -= count;
            if (left < 0) {
                throw new IOException("the engine answers without end");
            }
        }
        return result;
    }
}
