/** The built-in demonstration model: real architecture, small, untrained. See {@link org.mammoclip.mammoclip.demo.DemoCheckpoint}. */
@NullMarked
package org.mammoclip.mammoclip.demo;

import org.jspecify.annotations.NullMarked;
