/**
 * Image-text retrieval: for each image, how far down the list of all distinct texts, ordered by cosine, its own text stands. Plain
 * arithmetic; start reading at {@link org.mammoclip.mammoclip.retrieval.Retrieval}.
 */
@NullMarked
package org.mammoclip.mammoclip.retrieval;

import org.jspecify.annotations.NullMarked;
