/**
 * From the stored pixels of a mammogram to the 8-bit image a Mammo-CLIP checkpoint was trained on, and the way back: trim,
 * inversion, minimum-maximum scaling, breast crop, resize with the reference's interpolation.
 *
 * <p>Start reading at {@link org.mammoclip.mammogram.prepare.MammogramPreparation}; the result is a {@link
 * org.mammoclip.mammogram.prepare.PreparedMammogram}. The same path serves scoring and training; its {@link
 * org.mammoclip.mammogram.prepare.Preprocessing#version} is recorded with every result.
 */
@NullMarked
package org.mammoclip.mammogram.prepare;

import org.jspecify.annotations.NullMarked;
