/**
 * The command line {@code mammoclip}: one class per command, thin over the stages. Start at
 * {@link org.mammoclip.worker.cli.Main}. Exit codes: 0 done, 1 failed, 2 usage, 3 configuration.
 */
@NullMarked
package org.mammoclip.worker.cli;

import org.jspecify.annotations.NullMarked;
