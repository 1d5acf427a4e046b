/** Reproducible random numbers: one algorithm, written here, the same bits on every Java version and machine. */
@NullMarked
package org.mammoclip.mammoclip.random;

import org.jspecify.annotations.NullMarked;
