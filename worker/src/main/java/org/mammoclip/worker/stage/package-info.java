/**
 * What the stages share without knowing one another: the loop that runs a step for ever and survives what is not there
 * ({@link org.mammoclip.worker.stage.StageLoop}), the health they report and the names they use in logs.
 */
@NullMarked
package org.mammoclip.worker.stage;

import org.jspecify.annotations.NullMarked;
