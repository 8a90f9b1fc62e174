package dev.windlass.store.postgres.server;

import java.util.List;
import java.util.Optional;

/** Decides which commits are cut, and where. Called by many threads. */
@FunctionalInterface
public interface Scissors {
    /** Cuts nothing. */
    Scissors NONE = statements -> Optional.empty();

    /** Asked at each commit, with the statements that its transaction has sent, in order and without begin and commit. */
    Optional<CommitCut> of(List<String> statements);
}
