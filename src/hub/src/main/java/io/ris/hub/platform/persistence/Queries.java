package io.ris.hub.platform.persistence;

import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jnosql.communication.semistructured.CriteriaCondition;
import org.eclipse.jnosql.communication.semistructured.SelectQuery;
import org.eclipse.jnosql.mapping.document.DocumentTemplate;

/** The shape that all filtered, sorted, paged lists share. */
public final class Queries {

    private Queries() {}

    /** One page of a collection's entities that meet every condition. */
    public static <T> Page<T> page(
            DocumentTemplate entities, String collection, List<CriteriaCondition> conditions, PageRequest request) {
        long total = entities.count(query(collection, conditions).build());
        SelectQuery.QueryBuilder query = query(collection, conditions)
                .sort(
                        request.sort().descending()
                                ? jakarta.data.Sort.desc(request.sort().field())
                                : jakarta.data.Sort.asc(request.sort().field()))
                .skip(request.skip())
                .limit(request.perPage());
        try (Stream<T> items = entities.select(query.build())) {
            return new Page<>(items.toList(), total, request);
        }
    }

    /** All entities of a collection that meet every condition. */
    public static <T> List<T> all(DocumentTemplate entities, String collection, List<CriteriaCondition> conditions) {
        try (Stream<T> items = entities.select(query(collection, conditions).build())) {
            return items.toList();
        }
    }

    private static SelectQuery.QueryBuilder query(String collection, List<CriteriaCondition> conditions) {
        SelectQuery.QueryBuilder query = SelectQuery.builder().from(collection);
        return switch (conditions.size()) {
            case 0 -> query;
            case 1 -> query.where(conditions.getFirst());
            default -> query.where(CriteriaCondition.and(conditions.toArray(CriteriaCondition[]::new)));
        };
    }
}
