/**
 * The Mammo-CLIP model as a service sees it: plain Java in, plain Java out, no DICOM and no native array in a signature.
 *
 * <p>Start reading at {@link org.mammoclip.mammoclip.MammoClip}: a {@link org.mammoclip.mammoclip.ModelImage} goes in, an
 * {@link org.mammoclip.mammoclip.ImageResult} comes out; a {@link org.mammoclip.mammoclip.FindingSet} says what is asked and who
 * answers. {@link org.mammoclip.mammoclip.ModelProbe} and {@link org.mammoclip.mammoclip.ModelVerification} look into a model by
 * hand. Behind it, {@code image} holds the EfficientNet tower, {@code text} the text tower and its tokenizer, {@code classify},
 * {@code detect} and {@code factor} what may answer besides prompts, {@code checkpoint} the files all are read from, {@code
 * zeroshot} the score of prompts and the scaled map, {@code bench} the command that measures a forward pass.
 *
 * <p>The model is that of Ghosh et al., "Mammo-CLIP: A Vision Language Foundation Model to Enhance Data Efficiency and
 * Robustness in Mammography", MICCAI 2024.
 */
@NullMarked
package org.mammoclip.mammoclip;

import org.jspecify.annotations.NullMarked;
