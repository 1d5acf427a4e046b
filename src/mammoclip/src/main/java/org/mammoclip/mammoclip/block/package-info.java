/**
 * DJL blocks whose parameters carry the names of the reference implementation's state dictionary, and where their values come
 * from. Start reading at {@link org.mammoclip.mammoclip.block.NamedParameterBlock}.
 *
 * <p>Everything here holds native memory and belongs to one engine thread.
 */
@NullMarked
package org.mammoclip.mammoclip.block;

import org.jspecify.annotations.NullMarked;
