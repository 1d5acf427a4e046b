/**
 * Whether a model file computes what somebody's PyTorch computes: parameters against checksums, every layer and every vector
 * against stored values, and which layer is the first that deviates. Start reading at {@link
 * org.mammoclip.mammoclip.verify.ModelVerifier}; {@link org.mammoclip.mammoclip.verify.ReferenceFile} says what the stored values
 * look like.
 */
@NullMarked
package org.mammoclip.mammoclip.verify;

import org.jspecify.annotations.NullMarked;
