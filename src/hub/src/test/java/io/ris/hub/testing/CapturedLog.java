package io.ris.hub.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** What one logger is told while this is open. */
public final class CapturedLog extends Handler {

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final @Nullable Level level;

    /** What a class logs, as far as it is logged anyway. */
    public CapturedLog(Class<?> type) {
        logger = Logger.getLogger(type.getName());
        level = logger.getLevel();
        logger.addHandler(this);
    }

    /** What a logger is told, which logs everything from a level on meanwhile. */
    public CapturedLog(String name, Level least) {
        logger = Logger.getLogger(name);
        level = logger.getLevel();
        logger.setLevel(least);
        logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
        records.add(line);
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    /** The messages of one level or above. */
    public List<String> messages(Level least) {
        SimpleFormatter formatter = new SimpleFormatter();
        return records.stream()
                .filter(line -> line.getLevel().intValue() >= least.intValue())
                .map(formatter::formatMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(level);
    }
}
