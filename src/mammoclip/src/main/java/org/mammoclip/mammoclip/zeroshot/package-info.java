/**
 * Questions in words: the zero-shot score of two prompts and the gradient-free attribution map. Plain arithmetic on plain arrays.
 */
@NullMarked
package org.mammoclip.mammoclip.zeroshot;

import org.jspecify.annotations.NullMarked;
