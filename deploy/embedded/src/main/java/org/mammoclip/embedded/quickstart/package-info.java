/**
 * {@code deploy/quickstart}: everything the worker needs on loopback, the worker itself as a child process, two exams
 * in, reports and captures out. Start at {@link org.mammoclip.embedded.quickstart.Quickstart}.
 */
@NullMarked
package org.mammoclip.embedded.quickstart;

import org.jspecify.annotations.NullMarked;
