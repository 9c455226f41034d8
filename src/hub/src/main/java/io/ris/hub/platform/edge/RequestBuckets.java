package io.ris.hub.platform.edge;

/** The accounts of all requesters. Asked at every request: it answers at once or costs every request what it waits. */
interface RequestBuckets {

    /** Takes one request from an account, if it holds as much. */
    Allowance take(Requester requester, RateLimit limit);

    /** Undoes a granted {@link #take}, because the request goes on another account. */
    void giveBack(Requester requester, RateLimit limit);
}
