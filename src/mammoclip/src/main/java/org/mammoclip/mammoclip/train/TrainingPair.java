package org.mammoclip.mammoclip.train;

/**
 * One sample of pre-training: two images and two texts of one breast.
 *
 * @param id names the sample in messages; no patient's name or number
 * @param image 8-bit grey values, row-major, in the size of the model's preparation; augmented already
 * @param view another image of the same breast (or the same one, augmented otherwise), same size
 * @param text token ids with the special tokens, without padding
 * @param secondText token ids of another text on the same breast
 */
public record TrainingPair(String id, byte[] image, byte[] view, int[] text, int[] secondText) {}
