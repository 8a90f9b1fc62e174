/** What children of a test run under. */
@NullMarked
package dev.windlass.store.sqlite.child;

import org.jspecify.annotations.NullMarked;
