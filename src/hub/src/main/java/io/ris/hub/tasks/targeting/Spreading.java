package io.ris.hub.tasks.targeting;

/** Gives the agents of a job their tasks, a few at a time, and asks before the next few whether the job still goes on. */
final class Spreading {

    /** The store gathers what is submitted at the same time into one write. */
    static final int AT_ONCE = 16;

    private final Giving giving;
    private final Noting noting;

    /** How far it came. */
    enum End {
        /** Each of the agents has its task, or was left out. */
        DONE,
        /** The next one's task cannot be taken on now. */
        HELD_UP,
        /** The job is not where it was: cancelled, ended, or spread by another node. The last few may have their tasks. */
        MOVED
    }

    /** Submits the tasks of the agents from one place to before another. */
    interface Giving {
        JobTasks.Given give(int from, int to);
    }

    /** Notes in the store what was given from a place on; false where the job is not there any more, or is cancelled. */
    interface Noting {
        boolean note(int from, JobTasks.Given given);
    }

    Spreading(Giving giving, Noting noting) {
        this.giving = giving;
        this.noting = noting;
    }

    /** @param end the first agent that is not to have one yet */
    End spread(int first, int end) {
        int next = first;
        while (next < end) {
            int to = (int) Math.min(end, next + (long) AT_ONCE);
            JobTasks.Given given = giving.give(next, to);
            if (given.tried() > 0 && !noting.note(next, given)) {
                return End.MOVED;
            }
            next += given.tried();
            if (next < to) {
                return End.HELD_UP;
            }
        }
        return End.DONE;
    }
}
