package io.ris.agent.journal;

/**
 * How far one output stream of an attempt has got.
 *
 * @param streamed whether any of it has gone ahead of the result, so that all of it must
 * @param acknowledged offset in bytes up to which the hub has it
 * @param dropped bytes beyond the cap that were not kept
 */
public record StreamProgress(boolean streamed, long acknowledged, long dropped) {

    /** Nothing has happened yet. */
    public static final StreamProgress NONE = new StreamProgress(false, 0, 0);
}
