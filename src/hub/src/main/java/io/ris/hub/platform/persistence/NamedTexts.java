package io.ris.hub.platform.persistence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** Texts by names that people chose, as the store holds them: in a list, since names may hold dots. */
public final class NamedTexts {

    private NamedTexts() {}

    /** What is stored for some. */
    public static List<Document> stored(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(text -> new Document("name", text.getKey()).append("text", text.getValue()))
                .toList();
    }

    /** Those that a field holds. */
    public static Map<String, String> in(Document stored, String field) {
        Map<String, String> texts = new HashMap<>();
        stored.getList(field, Document.class)
                .forEach(text -> texts.put(text.getString("name"), text.getString("text")));
        return texts;
    }
}
