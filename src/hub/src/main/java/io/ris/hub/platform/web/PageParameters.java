package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.persistence.PageRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters that every list takes. */
public class PageParameters {

    @QueryParam("page")
    @DefaultValue("1")
    @Parameter(description = "Page number, from 1")
    private String page = "1";

    @QueryParam("per_page")
    @Parameter(description = "Items on a page, 1 to 200; 10 where not given")
    private @Nullable String perPage;

    @QueryParam("limit")
    @Parameter(description = "The same as per_page")
    private @Nullable String limit;

    @QueryParam("sort")
    @Parameter(description = "Field to sort by; a leading - means descending")
    private @Nullable String sort;

    /**
     * The part of the list that is asked for.
     *
     * @param sortable fields that may be sorted by
     * @param usual the order where none is asked for
     * @throws HubException.Invalid naming the parameter at fault
     */
    public PageRequest request(Set<String> sortable, PageRequest.Sort usual) {
        String size = perPage != null ? perPage : limit;
        return new PageRequest(
                number("page", page, 1_000_000),
                size == null
                        ? PageRequest.DEFAULT_PER_PAGE
                        : number(perPage != null ? "per_page" : "limit", size, PageRequest.MAX_PER_PAGE),
                sort == null ? usual : sort(sort, sortable));
    }

    private static int number(String name, String text, int max) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw HubException.Invalid.malformed(name, "must be a whole number from 1 to " + max);
        }
        throw HubException.Invalid.rule(name, "must be a whole number from 1 to " + max);
    }

    private static PageRequest.Sort sort(String text, Set<String> sortable) {
        boolean descending = text.startsWith("-");
        String field = descending ? text.substring(1) : text;
        if (!sortable.contains(field)) {
            throw HubException.Invalid.rule("sort", "must be one of " + String.join(", ", sortable));
        }
        return new PageRequest.Sort(field, descending);
    }
}
