/**
 * Durable files: the few file operations whose success is a promise to somebody else. Ingest spools through it and score
 * writes its outputs through it, so that a full or failing disk is seen by every caller and can be simulated in tests.
 *
 * <p>Start at {@link org.mammoclip.worker.storage.DurableFiles}.
 */
@NullMarked
package org.mammoclip.worker.storage;

import org.jspecify.annotations.NullMarked;
