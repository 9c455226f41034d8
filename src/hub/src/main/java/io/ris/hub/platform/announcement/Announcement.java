package io.ris.hub.platform.announcement;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Something that happened to a tenant's things and that others may want to know.
 *
 * @param id names it for ever: told twice, it is delivered once as far as the hub can tell; 1 to 96 letters, digits, {@code -} and
 *     {@code _}
 * @param data what is told; holds no secrets, and is small: it is kept once for each receiver
 */
public record Announcement(String id, AnnouncementType type, Instant at, JsonNode data) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,96}");

    public Announcement {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("no id of an announcement: " + id);
        }
    }
}
