/**
 * The service. {@link org.mammoclip.worker.Worker#start} builds the whole object graph by hand; nothing is injected or
 * discovered but the DIMSE provider.
 *
 * <p>One study walks {@code ingest}, {@code assemble}, {@code score}, {@code deliver}. The stages never call one another:
 * each takes its work from the ledger and leaves its result there, in one transaction, so that a process may end anywhere.
 * {@code stage} and {@code storage} hold what they share, {@code connect} what they talk to, {@code operate} what operators
 * see, {@code cli} the commands, {@code config} the settings.
 */
@NullMarked
package org.mammoclip.worker;

import org.jspecify.annotations.NullMarked;
