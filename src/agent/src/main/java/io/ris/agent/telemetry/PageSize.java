package io.ris.agent.telemetry;

import io.ris.agent.host.ProcFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;

/** The size of a page of memory, in bytes, which {@code /proc} counts in. */
final class PageSize {

    private static final long USUAL = 4096;

    /** AT_PAGESZ (getauxval(3)). */
    private static final long KEY = 6;

    private static final int BYTES_OF_A_WORD = 8;

    private PageSize() {}

    /** What the kernel tells every program when it starts it: pairs of words of 64 bits, on all machines that have a JDK. */
    static long read(ProcFiles proc) {
        try {
            ByteBuffer pairs =
                    ByteBuffer.wrap(Files.readAllBytes(proc.path("self/auxv"))).order(ByteOrder.nativeOrder());
            while (pairs.remaining() >= 2 * BYTES_OF_A_WORD) {
                long key = pairs.getLong();
                long value = pairs.getLong();
                if (key == KEY) {
                    return value;
                }
            }
            return USUAL;
        } catch (IOException untold) {
            return USUAL;
        }
    }
}
