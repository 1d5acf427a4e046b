/**
 * Images for learning: from the names in a table to prepared pixels, kept in memory and in a local cache. Start at {@link
 * org.mammoclip.worker.learn.PreparedImages}. Offline, without ledger and network.
 */
@NullMarked
package org.mammoclip.worker.learn;

import org.jspecify.annotations.NullMarked;
