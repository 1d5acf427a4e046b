/**
 * Measurements against real peers, run by the scripts in {@code conformance/bench}. Figures are ratios of things measured
 * in turn in one run; nothing here is a test and nothing runs in the build.
 */
@NullMarked
package org.mammoclip.conformance.bench;

import org.jspecify.annotations.NullMarked;
