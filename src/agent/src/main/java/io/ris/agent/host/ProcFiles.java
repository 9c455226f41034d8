package io.ris.agent.host;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads of {@code /proc}; a machine without it answers nothing. All reads share a buffer: what one gave is good until the next,
 * and only one thread may read.
 */
public final class ProcFiles {

    /** So much of a file {@link #read} gives, and so much of a line {@link #eachLine} gives in one piece. */
    static final int LONGEST = 8 * 1024;

    private static final Logger LOG = System.getLogger(ProcFiles.class.getName());

    private final Path root;
    private final String prefix;
    private final byte[] buffer = new byte[LONGEST];

    /** @param root of the process file system */
    public ProcFiles(Path root) {
        this.root = root;
        this.prefix = root + "/";
    }

    /** A file or directory, which need not be there. */
    public Path path(String name) {
        return root.resolve(name);
    }

    /** The beginning of a file; empty where it cannot be read, as that of a process that has ended. */
    public Optional<Cursor> read(String file) {
        try (InputStream in = new FileInputStream(prefix + file)) {
            return Optional.of(new Cursor(buffer, 0, fill(in, 0)));
        } catch (IOException e) {
            return unreadable(file, e);
        }
    }

    /**
     * Reads line after line, until there is none or no more is wanted.
     *
     * @param line handles one; answers whether it wants the next
     * @return whether the file could be read
     */
    public boolean eachLine(String file, Predicate<Cursor> line) {
        try (InputStream in = new FileInputStream(prefix + file)) {
            int filled = fill(in, 0);
            while (filled > 0) {
                boolean last = filled < LONGEST;
                int whole = last ? filled : wholeLines(filled);
                if (!eachLine(whole, line)) {
                    return true;
                }
                System.arraycopy(buffer, whole, buffer, 0, filled - whole);
                filled = last ? 0 : fill(in, filled - whole);
            }
            return true;
        } catch (IOException e) {
            return unreadable(file, e).isPresent();
        }
    }

    private boolean eachLine(int end, Predicate<Cursor> line) {
        int from = 0;
        for (int at = 0; at <= end; at++) {
            boolean ends = at == end ? at > from : buffer[at] == '\n';
            if (ends) {
                if (!line.test(new Cursor(buffer, from, at))) {
                    return false;
                }
                from = at + 1;
            }
        }
        return true;
    }

    /** A line that is longer than the buffer comes in pieces. */
    private int wholeLines(int filled) {
        for (int at = filled - 1; at >= 0; at--) {
            if (buffer[at] == '\n') {
                return at + 1;
            }
        }
        return filled;
    }

    private int fill(InputStream in, int from) throws IOException {
        int filled = from;
        while (filled < LONGEST) {
            int count = in.read(buffer, filled, LONGEST - filled);
            if (count < 0) {
                break;
            }
            filled += count;
        }
        return filled;
    }

    /** What a link points to, though that be no file; empty where it cannot be read. */
    public Optional<String> link(String name) {
        try {
            return Optional.of(Files.readSymbolicLink(path(name)).toString());
        } catch (IOException e) {
            return unreadable(name, e);
        }
    }

    /** The first line of a file, without blanks around it. */
    public Optional<String> firstLine(String file) {
        return read(file).flatMap(content -> content.rest().lines().findFirst());
    }

    /** A figure of {@code meminfo}, in KiB. */
    public Optional<Long> memory(String name) {
        String field = name + ":";
        long[] found = {-1};
        eachLine("meminfo", line -> {
            if (line.startsWith(field)) {
                line.skipPast(':');
                found[0] = line.number();
            }
            return found[0] < 0;
        });
        return found[0] < 0 ? Optional.empty() : Optional.of(found[0]);
    }

    /** That a file is not there is how most systems, and all ended processes, are. */
    private static <T> Optional<T> unreadable(String file, IOException why) {
        LOG.log(Level.TRACE, "not readable: {0}: {1}", file, why.getMessage());
        return Optional.empty();
    }
}
