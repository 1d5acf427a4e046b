/**
 * The files of a data set, looked at one by one before anybody learns from them. Start at {@link
 * org.mammoclip.worker.inspect.DataInspection}. Offline, without ledger and network.
 */
@NullMarked
package org.mammoclip.worker.inspect;

import org.jspecify.annotations.NullMarked;
