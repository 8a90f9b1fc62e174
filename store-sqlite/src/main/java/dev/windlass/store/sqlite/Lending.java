package dev.windlass.store.sqlite;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.LeaseKey;
import dev.windlass.task.SessionWork;

/** Where commits go that bring writes of the user's along. */
interface Lending {
    /** A holder's commit with the user's writes, if neither an earlier answer nor a lost lease forestalls it. */
    <X extends Exception> CommitAnswer commit(LeaseKey lease, int ordinal, SessionWork<Commit, X> work) throws X;
}
