package io.ris.hub.platform.persistence;

import jakarta.nosql.AttributeConverter;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Keeps times as BSON dates, in milliseconds: JNoSQL's own form is text, which neither sorts nor expires. */
public final class InstantAsDate implements AttributeConverter<Instant, Date> {

    @Override
    public @Nullable Date convertToDatabaseColumn(@Nullable Instant attribute) {
        return attribute == null ? null : Date.from(attribute);
    }

    @Override
    public @Nullable Instant convertToEntityAttribute(@Nullable Date stored) {
        return stored == null ? null : stored.toInstant();
    }
}
