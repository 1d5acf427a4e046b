/**
 * Where a model comes from: a folder with {@code model.json}, {@code model.safetensors} and {@code vocab.txt}. Start reading at
 * {@link org.mammoclip.mammoclip.checkpoint.CheckpointFolder}.
 *
 * <p>A checkpoint is untrusted input: every length and offset is checked before it is used, no path is read from a file, and
 * nothing in a file is executed.
 */
@NullMarked
package org.mammoclip.mammoclip.checkpoint;

import org.jspecify.annotations.NullMarked;
