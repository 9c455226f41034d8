package io.ris.hub.platform.persistence;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.bson.Document;

/** Sealed texts that every document of a collection has in the same field. */
public final class SealedFields {

    private SealedFields() {}

    /**
     * Replaces those that do not begin with the newest key's prefix, unless they change meanwhile.
     *
     * @param anew makes the new text of a document's id and its present text; nothing where that does not open
     * @return how many those were, with those that do not open
     */
    public static long reseal(
            MongoCollection<Document> documents,
            String field,
            String prefix,
            BiFunction<String, String, Optional<String>> anew) {
        long found = 0;
        for (Document stale :
                documents.find(not(regex(field, "^" + Pattern.quote(prefix)))).projection(include(field))) {
            String id = stale.getString("_id");
            String sealed = stale.getString(field);
            anew.apply(id, sealed)
                    .ifPresent(fresh -> documents.updateOne(and(eq("_id", id), eq(field, sealed)), set(field, fresh)));
            found++;
        }
        return found;
    }
}
