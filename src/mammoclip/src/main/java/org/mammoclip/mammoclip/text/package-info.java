/**
 * The text tower: WordPiece tokens, BERT, and the vector of the last token. Start reading at {@link
 * org.mammoclip.mammoclip.text.TextEncoder}; {@link org.mammoclip.mammoclip.text.WordPieceTokenizer} makes its input, {@link
 * org.mammoclip.mammoclip.text.BertEncoder} is the network.
 */
@NullMarked
package org.mammoclip.mammoclip.text;

import org.jspecify.annotations.NullMarked;
