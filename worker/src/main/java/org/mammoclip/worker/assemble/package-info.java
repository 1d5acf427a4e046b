/**
 * Decides from the views when an exam is whole and which of its images are scored:
 * {@link org.mammoclip.worker.assemble.AssemblyStage}. The rules are pure functions in
 * {@code org.mammoclip.mammogram.select}; the deadlines are rows of the ledger, so a restart decides alike.
 */
@NullMarked
package org.mammoclip.worker.assemble;

import org.jspecify.annotations.NullMarked;
