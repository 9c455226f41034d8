package io.ris.hub.tasks.following;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.live.EventStreams;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import io.ris.hub.platform.web.Standing;
import io.ris.hub.platform.web.Standings;
import io.ris.hub.tasks.OutputReader;
import io.ris.hub.tasks.OutputReader.Bookmark;
import io.ris.hub.tasks.OutputReader.Part;
import io.ris.hub.tasks.Task;
import io.ris.hub.tasks.TaskService;
import io.ris.protocol.OutputData;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.TaskId;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What tasks write, in parts or as it comes. */
@HubService
@Path("/platform/v1/task/{id}/output")
@Tag(name = "Tasks")
public class TaskOutputResource {

    /** Bytes of one answer that is no stream of events. */
    private static final int LARGEST_PART = 1024 * 1024;

    private final TaskService tasks;
    private final OutputReader reader;
    private final TaskFollowing following;
    private final EventStreams streams;
    private final Standings standings;

    @Inject
    public TaskOutputResource(
            TaskService tasks,
            OutputReader reader,
            TaskFollowing following,
            EventStreams streams,
            Standings standings) {
        this.tasks = tasks;
        this.reader = reader;
        this.following = following;
        this.streams = streams;
        this.standings = standings;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RequiresPermission(Permissions.TASK_READ)
    @Operation(
            summary = "What a task has written so far, from an offset; or, as server-sent events, what it writes",
            description = "Accept: text/event-stream follows the task to its end.")
    @APIResponse(
            responseCode = "200",
            description = "At most 1 MB of the output, and the offset where it goes on",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = OutputView.class)),
                @Content(mediaType = EventStreams.MEDIA_TYPE, schema = @Schema(implementation = String.class))
            })
    @APIResponse(responseCode = "404", description = "There is no such task")
    @APIResponse(responseCode = "429", description = "Too many requests, or too many live connections")
    public Envelope<OutputView> output(
            @Parameter(description = "task_id") @PathParam("id") String id,
            @Parameter(description = "stdout, stderr, body or content; as events: all of them where none is named")
                    @QueryParam("stream")
                    @Nullable
                    String stream,
            @Parameter(description = "Where to begin, in bytes") @QueryParam("offset") @Nullable String offset) {
        OutputStreamName name = stream == null ? OutputStreamName.STDOUT : stream(stream);
        long from = offset == null ? 0 : offset(offset);
        Task task = tasks.require(id(id));
        Part part = reader.read(task, name, Bookmark.at(from), LARGEST_PART + 1);
        byte[] read = part.bytes();
        boolean isRest = read.length <= LARGEST_PART;
        byte[] bytes = isRest ? read : whole(Arrays.copyOf(read, LARGEST_PART));
        OutputData data = OutputData.of(bytes);
        boolean isComplete = isRest && task.state().isTerminal();
        long dropped = isComplete ? OutputReader.dropped(task) : 0;
        return Envelope.of(new OutputView(
                name.wireName(),
                from,
                from + bytes.length,
                data.text(),
                data.encoding(),
                isComplete,
                part.isCut(),
                dropped == 0 ? null : dropped));
    }

    @GET
    @Produces(EventStreams.MEDIA_TYPE + ";qs=0.1")
    @RequiresPermission(Permissions.TASK_READ)
    @Operation(hidden = true) // OpenAPI knows one operation for a path and method: the one above
    @SuppressWarnings("UnusedVariable") // that there is an AsyncResponse leaves the answer to the stream
    public void follow(
            @PathParam("id") String id,
            @QueryParam("stream") @Nullable String stream,
            @QueryParam("offset") @Nullable String offset,
            @HeaderParam("Last-Event-ID") @Nullable String lastEvent,
            @Context SecurityContext security,
            @Context HttpServletRequest request,
            @Context HttpServletResponse response,
            @Suspended AsyncResponse suspended) {
        OutputStreamName only = stream == null ? null : stream(stream);
        Task task = tasks.require(id(id));
        Position from = lastEvent == null ? begin(task, only, offset) : position(lastEvent);
        Standing standing = standings.of(Caller.of(security), Permissions.TASK_READ, request, response);
        streams.answer(request, standing, following.follow(task.taskId(), from, only));
    }

    private static Position begin(Task task, @Nullable OutputStreamName only, @Nullable String offset) {
        if (offset == null) {
            return Position.begin(task.attempt());
        }
        Map<OutputStreamName, Long> offsets = new EnumMap<>(OutputStreamName.class);
        offsets.put(only == null ? OutputStreamName.STDOUT : only, offset(offset));
        return new Position(task.attempt(), offsets);
    }

    private static Position position(String text) {
        return Position.parse(text)
                .orElseThrow(() -> HubException.Invalid.malformed("Last-Event-ID", "is none that was given"));
    }

    private static byte[] whole(byte[] bytes) {
        return Arrays.copyOf(bytes, OutputData.wholeCharacters(bytes));
    }

    private static TaskId id(String text) {
        try {
            return new TaskId(text);
        } catch (IllegalArgumentException e) {
            throw new HubException.Conflict(ProblemType.TASK_NOT_FOUND, "there is no such task");
        }
    }

    private static OutputStreamName stream(String text) {
        return Stream.of(OutputStreamName.values())
                .filter(stream -> stream.wireName().equals(text))
                .findFirst()
                .orElseThrow(() -> HubException.Invalid.rule("stream", "must be stdout, stderr, body or content"));
    }

    private static long offset(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw HubException.Invalid.malformed("offset", "must be a number of bytes");
        }
        return Long.parseLong(text);
    }

    /**
     * A part of what a task wrote.
     *
     * @param offset where it begins, in bytes
     * @param nextOffset where it goes on
     * @param complete whether the task has ended and this is the rest, so that nothing more comes
     * @param gap whether the hub did not keep what the stream goes on with: the tenant had no room, or the agent sent more than is kept
     * @param droppedBytes of a task that has ended, with the rest: how many bytes it wrote beyond what is kept, of all its streams
     *     together; null for none
     */
    public record OutputView(
            String stream,
            long offset,
            long nextOffset,
            String data,
            String encoding,
            boolean complete,
            boolean gap,
            @Nullable Long droppedBytes) {}
}
