/**
 * What a training leaves beside its model for people and programs: {@code model-card.json}, {@code model-card.md} and {@code
 * results.json}. Plain records; the same content gives the same bytes. Start at {@link
 * org.mammoclip.mammoclip.card.LearningCard}.
 */
@NullMarked
package org.mammoclip.mammoclip.card;

import org.jspecify.annotations.NullMarked;
