package io.ris.hub.monitoring.timeseries;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;

/** Makes reports small: Zstandard (RFC 8878), with an earlier report as the dictionary. */
final class Compression {

    private static final int LEVEL = 3;

    private Compression() {}

    static byte[] compress(byte[] report) {
        return Zstd.compress(report, LEVEL);
    }

    /** @param base a report that is much like it */
    static byte[] compress(byte[] report, byte[] base) {
        try (ZstdCompressCtx context = new ZstdCompressCtx()) {
            context.setLevel(LEVEL);
            context.loadDict(base);
            return context.compress(report);
        }
    }

    static byte[] decompress(byte[] compressed, int length) throws IOException {
        try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
            return context.decompress(compressed, length);
        } catch (ZstdException e) {
            throw new IOException("a report cannot be decompressed", e);
        }
    }

    static byte[] decompress(byte[] compressed, int length, byte[] base) throws IOException {
        try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
            context.loadDict(base);
            return context.decompress(compressed, length);
        } catch (ZstdException e) {
            throw new IOException("a report cannot be decompressed", e);
        }
    }
}
