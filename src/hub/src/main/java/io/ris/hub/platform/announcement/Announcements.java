package io.ris.hub.platform.announcement;

/** Where capabilities tell what others may want to know. Thread-safe. */
public interface Announcements {

    /**
     * Tells whoever in the tenant in scope asked to be told. For each of them it is stored when this returns, and delivered
     * at least once from then on; if this throws, it must be called again with the same id.
     *
     * @throws RuntimeException if it could not be stored for all of them
     */
    void announce(Announcement announcement);
}
