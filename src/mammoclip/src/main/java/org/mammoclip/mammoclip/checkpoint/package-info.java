/**
 * Where a model comes from: a folder in our own format ({@code model.json}, {@code model.safetensors}, {@code vocab.txt}), or a PyTorch
 * file as the authors released it. Start reading at {@link org.mammoclip.mammoclip.checkpoint.ModelFile}; {@link
 * org.mammoclip.mammoclip.checkpoint.ModelImport} makes the first of the second.
 *
 * <p>A checkpoint is untrusted input: every length and offset is checked before it is used, no path is read from a file, and
 * nothing in a file is executed.
 */
@NullMarked
package org.mammoclip.mammoclip.checkpoint;

import org.jspecify.annotations.NullMarked;
