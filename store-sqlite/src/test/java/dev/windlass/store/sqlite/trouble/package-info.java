/** A whole engine on a disk that fails: it is full, or a sync comes back with an error. */
@NullMarked
package dev.windlass.store.sqlite.trouble;

import org.jspecify.annotations.NullMarked;
