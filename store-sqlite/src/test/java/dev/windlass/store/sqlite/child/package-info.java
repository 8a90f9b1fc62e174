/**
 * Programs in processes of their own, and what they write down. Tests kill, pause and trace them; nothing here knows what they do.
 *
 * <p>Invariant: no child outlives the test that started it.
 */
@NullMarked
package dev.windlass.store.sqlite.child;

import org.jspecify.annotations.NullMarked;
