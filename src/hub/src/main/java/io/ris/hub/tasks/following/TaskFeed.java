package io.ris.hub.tasks.following;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.live.LiveFeed;
import io.ris.hub.platform.live.LiveMessage;
import io.ris.hub.tasks.OutputReader;
import io.ris.hub.tasks.OutputReader.Bookmark;
import io.ris.hub.tasks.OutputReader.Part;
import io.ris.hub.tasks.Task;
import io.ris.hub.tasks.TaskService;
import io.ris.hub.tasks.TaskViews;
import io.ris.protocol.OutputData;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.TaskAttempt;
import io.ris.protocol.TaskId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A task as one reader follows it: of each attempt first all that it wrote, then its next state. Another attempt begins anew. Where a
 * task has ended, what is missing of its output is told before its end.
 */
final class TaskFeed implements LiveFeed {

    private final TenantCode tenant;
    private final TaskId id;
    private final TaskService tasks;
    private final OutputReader reader;
    private final TaskNews news;
    private final @Nullable OutputStreamName only;
    private final AtomicBoolean lookDue = new AtomicBoolean(true);
    private final AtomicBoolean outputDue = new AtomicBoolean(true);
    private final Map<OutputStreamName, Bookmark> bookmarks = new EnumMap<>(OutputStreamName.class);
    private final Set<OutputStreamName> gapsTold = EnumSet.noneOf(OutputStreamName.class);
    private Position position;
    private @Nullable Task task;
    private @Nullable String statusTold;
    private boolean truncationTold;
    private boolean over;
    private volatile Runnable wake = () -> {};

    /**
     * @param from where the reader goes on
     * @param only the one stream that is asked for; null for all
     */
    TaskFeed(
            TenantCode tenant,
            TaskId id,
            Position from,
            @Nullable OutputStreamName only,
            TaskService tasks,
            OutputReader reader,
            TaskNews news) {
        this.tenant = tenant;
        this.id = id;
        this.position = from;
        this.only = only;
        this.tasks = tasks;
        this.reader = reader;
        this.news = news;
        from.offsets().forEach((stream, offset) -> bookmarks.put(stream, Bookmark.at(offset)));
    }

    @Override
    public void begin(Runnable whenMore) {
        wake = whenMore;
        news.join(tenant, id, this);
    }

    void moreOutput() {
        outputDue.set(true);
        wake.run();
    }

    void lookAgain() {
        lookDue.set(true);
        moreOutput();
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void close() {
        news.leave(tenant, id, this);
    }

    @Override
    public Optional<LiveMessage> next() {
        return over ? Optional.empty() : TenantScope.call(tenant, this::look);
    }

    private Optional<LiveMessage> look() {
        Task now = present();
        if (position.attempt() > now.attempt() || position.attempt() == 0) {
            begin(now.attempt());
        }
        Optional<LiveMessage> output = output(now);
        if (output.isPresent()) {
            return output;
        }
        boolean isEnd = now.state().isTerminal() && position.attempt() == now.attempt();
        Optional<LiveMessage> missing = isEnd ? truncation(now) : Optional.empty();
        return missing.or(() -> status(now, isEnd));
    }

    /** The task as it was at the last look, or as it is now where another look is due. */
    private Task present() {
        boolean due = lookDue.getAndSet(false);
        Task known = task;
        if (known == null || due) {
            known = tasks.require(id);
            task = known;
            outputDue.set(true); // what the task wrote before this look was stored before
        }
        return known;
    }

    private Optional<LiveMessage> output(Task now) {
        if (position.attempt() == 0 || !outputDue.getAndSet(false)) {
            return Optional.empty();
        }
        boolean complete = now.state().isTerminal() || now.attempt() != position.attempt();
        for (OutputStreamName stream : streams(now)) {
            Optional<LiveMessage> message = output(now, stream, complete);
            if (message.isPresent()) {
                outputDue.set(true);
                return message;
            }
        }
        return Optional.empty();
    }

    private List<OutputStreamName> streams(Task now) {
        return TaskViews.streams(now)
                .filter(stream -> only == null || only == stream)
                .toList();
    }

    private Optional<LiveMessage> output(Task now, OutputStreamName stream, boolean complete) {
        Bookmark from = bookmarks.getOrDefault(stream, Bookmark.at(0));
        Part part = part(now, stream, from);
        byte[] bytes = whole(part.bytes(), complete);
        if (bytes.length > 0) {
            return Optional.of(told(stream, from, part, bytes));
        }
        if (part.isCut() && gapsTold.add(stream)) {
            return Optional.of(message(
                    TaskMessages.GAP,
                    new TaskMessages.Gap(id.value(), position.attempt(), stream.wireName(), from.offset())));
        }
        return Optional.empty();
    }

    private Part part(Task now, OutputStreamName stream, Bookmark from) {
        TaskAttempt attempt = new TaskAttempt(id, position.attempt());
        Part stored = reader.stored(attempt, stream, from, OutputStreamName.CHUNK_LIMIT);
        boolean ended = now.state().isTerminal() && now.attempt() == position.attempt();
        return stored.isEmpty() && ended
                ? OutputReader.inline(now, stream, from, OutputStreamName.CHUNK_LIMIT)
                : stored;
    }

    /** Without a character that is cut off at the end: its rest comes with the next part. */
    private static byte[] whole(byte[] bytes, boolean complete) {
        boolean isLast = complete && bytes.length < OutputStreamName.CHUNK_LIMIT;
        return isLast ? bytes : Arrays.copyOf(bytes, OutputData.wholeCharacters(bytes));
    }

    private LiveMessage told(OutputStreamName stream, Bookmark from, Part part, byte[] bytes) {
        long end = from.offset() + bytes.length;
        boolean all = bytes.length == part.bytes().length;
        bookmarks.put(stream, all ? part.next() : new Bookmark(end, from.piece()));
        position = position.with(stream, end);
        OutputData data = OutputData.of(bytes);
        return message(
                TaskMessages.OUTPUT,
                new TaskMessages.Output(
                        id.value(),
                        position.attempt(),
                        stream.wireName(),
                        from.offset(),
                        end,
                        data.text(),
                        data.encoding()));
    }

    private Optional<LiveMessage> truncation(Task ended) {
        long missing = OutputReader.dropped(ended);
        if (truncationTold || missing == 0) {
            return Optional.empty();
        }
        truncationTold = true;
        return Optional.of(
                message(TaskMessages.TRUNCATED, new TaskMessages.Truncated(id.value(), position.attempt(), missing)));
    }

    private Optional<LiveMessage> status(Task now, boolean isEnd) {
        String status = now.status() + now.attempt();
        over = isEnd;
        if (now.attempt() != position.attempt()) {
            begin(now.attempt());
        }
        if (status.equals(statusTold)) {
            return Optional.empty();
        }
        statusTold = status;
        return Optional.of(message(TaskMessages.STATUS, TaskMessages.Status.of(now)));
    }

    private void begin(int attempt) {
        if (attempt != position.attempt()) {
            position = Position.begin(attempt);
            bookmarks.clear();
            gapsTold.clear();
            outputDue.set(true);
        }
    }

    private LiveMessage message(String type, Object payload) {
        return new LiveMessage(type, position.toString(), payload);
    }
}
