package io.ris.hub.platform.live;

/** Where a reader's messages go. Called by one thread at a time. */
interface LiveSink {

    /** Whether a message can be handed over without waiting. Who is told no is woken when it can. */
    boolean isReady();

    void send(LiveMessage message);

    /**
     * Nothing more comes.
     *
     * @param reason a stable code, {@link LiveReader#FINISHED} where all has been told
     */
    void finish(String reason);
}
