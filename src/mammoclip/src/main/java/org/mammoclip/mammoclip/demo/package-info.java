/** The built-in demonstration model: small, trained on phantoms. See {@link org.mammoclip.mammoclip.demo.DemoCheckpoint}. */
@NullMarked
package org.mammoclip.mammoclip.demo;

import org.jspecify.annotations.NullMarked;
