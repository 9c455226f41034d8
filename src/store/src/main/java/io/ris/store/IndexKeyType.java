package io.ris.store;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an index in the store's file: how many values, and those that are there as a BSON document by their place. Their
 * order is any that tells all of them apart, since an index is asked for whole keys only.
 */
final class IndexKeyType extends BasicDataType<KeyValue> {

    private static final DocumentType DOCUMENTS = new DocumentType();

    @Override
    public int compare(KeyValue one, KeyValue other) {
        int order = Integer.compare(one.size(), other.size());
        for (int i = 0; order == 0 && i < one.size(); i++) {
            order = compareValues(one.get(i), other.get(i));
        }
        return order;
    }

    private static int compareValues(@Nullable Object one, @Nullable Object other) {
        if (one instanceof String text && other instanceof String otherText) {
            return text.compareTo(otherText);
        }
        return ByteBufUtil.compare(encoded(one), encoded(other));
    }

    private static ByteBuf encoded(@Nullable Object value) {
        ByteBuf encoded = Unpooled.buffer();
        BsonEncoder.encodeDocument(present(new KeyValue(value)), encoded);
        return encoded;
    }

    private static Document present(KeyValue key) {
        Document values = new Document();
        for (int i = 0; i < key.size(); i++) {
            if (!(key.get(i) instanceof Missing)) {
                values.put(Integer.toString(i), key.get(i));
            }
        }
        return values;
    }

    @Override
    public int getMemory(KeyValue key) {
        return DOCUMENTS.getMemory(present(key));
    }

    @Override
    public void write(WriteBuffer file, KeyValue key) {
        file.putVarInt(key.size());
        DOCUMENTS.write(file, present(key));
    }

    @Override
    public KeyValue read(ByteBuffer file) {
        int size = DataUtils.readVarInt(file);
        Document present = DOCUMENTS.read(file);
        List<Object> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(present.getOrMissing(Integer.toString(i)));
        }
        return new KeyValue(values);
    }

    @Override
    public KeyValue[] createStorage(int size) {
        return new KeyValue[size];
    }
}
