/** How log events are written: one JSON object a line ({@link org.mammoclip.worker.log.JsonLineEncoder}). */
@NullMarked
package org.mammoclip.worker.log;

import org.jspecify.annotations.NullMarked;
