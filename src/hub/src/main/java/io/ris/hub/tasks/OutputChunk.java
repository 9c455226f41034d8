package io.ris.hub.tasks;

import io.ris.hub.platform.persistence.InstantAsDate;
import jakarta.nosql.Column;
import jakarta.nosql.Convert;
import jakarta.nosql.Entity;
import jakarta.nosql.Id;
import java.time.Instant;

/**
 * A piece of what a task wrote. One without bytes comes last and says that there was more, which the hub did not keep.
 *
 * @param id task, attempt, stream and number of the piece
 * @param offset of the first byte in the stream
 * @param data the bytes
 */
@Entity("task_output")
@SuppressWarnings("ArrayRecordComponent") // the store maps it, nothing compares it
public record OutputChunk(
        @Id String id,
        @Column("task_id") String taskId,
        @Column("offset") long offset,
        @Column("data") byte[] data,
        @Column("created_at") @Convert(InstantAsDate.class) Instant createdAt) {

    /** Whether it stands for what the hub did not keep: the rest of the stream. */
    boolean isCut() {
        return data.length == 0;
    }

    /** The offset after the last byte. */
    long end() {
        return offset + data.length;
    }
}
