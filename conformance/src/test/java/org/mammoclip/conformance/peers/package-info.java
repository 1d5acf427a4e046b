/** The processes the black-box tests start on loopback: the built worker and the real peers from Debian packages. */
@NullMarked
package org.mammoclip.conformance.peers;

import org.jspecify.annotations.NullMarked;
