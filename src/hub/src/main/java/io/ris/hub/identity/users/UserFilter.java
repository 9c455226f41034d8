package io.ris.hub.identity.users;

import org.jspecify.annotations.Nullable;

/** Which users a list is to show; null lets all through. */
public record UserFilter(
        @Nullable String status,
        @Nullable String role,
        @Nullable String source,
        @Nullable String text) {}
