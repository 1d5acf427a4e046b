/**
 * Training of Mammo-FActOR's mapper on a CLIP checkpoint that stays as it is: {@link
 * org.mammoclip.mammoclip.learn.factor.MapperTraining}, with {@link org.mammoclip.mammoclip.learn.factor.Attribute} in words and
 * {@link org.mammoclip.mammoclip.learn.factor.AttributeDirections} in the joint space.
 *
 * <p>Everything here that holds arrays belongs to one engine thread.
 */
@NullMarked
package org.mammoclip.mammoclip.learn.factor;

import org.jspecify.annotations.NullMarked;
