/**
 * Reads PyTorch save files ({@code torch.save}: zip archives and the older stream format) without Python and without trusting
 * them. Start reading at {@link org.mammoclip.mammoclip.checkpoint.torch.TorchFile}.
 *
 * <p>Such a file is a program for Python's pickle machine, which builds objects by calling functions that it names. Here a small
 * interpreter knows the few calls that tensors, arrays and containers need ({@code AllowedCalls}); any other class becomes an opaque
 * value, names of code that could act are refused ({@code ForbiddenNames}), and nothing is ever called. Bounds stand in {@code
 * Unpickler}, {@code ZipDirectory} and {@code TorchTensor}.
 */
@NullMarked
package org.mammoclip.mammoclip.checkpoint.torch;

import org.jspecify.annotations.NullMarked;
