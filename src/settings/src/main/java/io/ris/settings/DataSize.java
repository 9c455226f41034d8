package io.ris.settings;

/**
 * A number of bytes.
 *
 * @param bytes not negative
 */
public record DataSize(long bytes) {

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative");
        }
    }

    /** @param count in units of 1024 x 1024 bytes */
    public static DataSize ofMegabytes(long count) {
        return new DataSize(Math.multiplyExact(count, 1024L * 1024L));
    }
}
