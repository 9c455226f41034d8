package io.ris.store;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.jspecify.annotations.Nullable;

/** Documents in the store's file, as BSON: what they are on the wire as well. Java's serialization took five times as long. */
final class DocumentType extends BasicDataType<Document> {

    /** Roughly what an object, and an entry of a map, take on the heap. */
    private static final int OBJECT_BYTES = 24;

    private static final int ENTRY_BYTES = 48;
    private static final int FIRST_BUFFER_BYTES = 4 * 1024;
    private static final int KEPT_BUFFER_BYTES = 256 * 1024;

    /** What is encoded goes through it: a commit writes some hundred documents, and a buffer for each was a third of all garbage. */
    private static final ThreadLocal<ByteBuf> BUFFER =
            ThreadLocal.withInitial(() -> Unpooled.buffer(FIRST_BUFFER_BYTES));

    @Override
    public int getMemory(Document document) {
        return memory(document);
    }

    private static int memory(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case String text -> OBJECT_BYTES + text.length();
            case byte[] bytes -> OBJECT_BYTES + bytes.length;
            case Map<?, ?> map ->
                map.entrySet().stream()
                                .mapToInt(entry -> ENTRY_BYTES + memory(entry.getKey()) + memory(entry.getValue()))
                                .sum()
                        + 2 * OBJECT_BYTES;
            case Collection<?> list ->
                list.stream().mapToInt(DocumentType::memory).sum() + 2 * OBJECT_BYTES;
            default -> OBJECT_BYTES;
        };
    }

    @Override
    public void write(WriteBuffer file, Document document) {
        ByteBuf encoded = BUFFER.get().clear();
        BsonEncoder.encodeDocument(document, encoded);
        file.put(encoded.nioBuffer());
        if (encoded.capacity() > KEPT_BUFFER_BYTES) {
            BUFFER.remove();
        }
    }

    @Override
    public Document read(ByteBuffer file) {
        ByteBuf encoded = Unpooled.wrappedBuffer(file);
        Document document = BsonDecoder.decodeBson(encoded);
        file.position(file.position() + encoded.readerIndex());
        return document;
    }

    @Override
    public Document[] createStorage(int size) {
        return new Document[size];
    }
}
