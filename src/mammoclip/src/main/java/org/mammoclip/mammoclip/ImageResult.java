package org.mammoclip.mammoclip;

/**
 * What became of one image of a batch: {@link ScoredImage}, or {@link UnscoredImage} with the reason. A bad image never
 * spoils the others of its batch, and there is no made-up score.
 */
public sealed interface ImageResult permits ScoredImage, UnscoredImage {}
