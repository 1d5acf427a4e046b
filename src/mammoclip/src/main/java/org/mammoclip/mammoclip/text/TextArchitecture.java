package org.mammoclip.mammoclip.text;

import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSpec;

/**
 * Which text network a checkpoint was trained with, and its sizes. The checkpoint's description chooses it; nothing else in the
 * model depends on the family. Immutable.
 */
public interface TextArchitecture {
    /** Rows of the word embedding. */
    int vocabulary();

    /** Width of the hidden state and so of a text's vector. */
    int hidden();

    /** The longest sequence in tokens. */
    int positions();

    /** Every parameter the forward pass needs, under the reference's names. */
    List<ParameterSpec> parameters();

    /** A new network of these sizes, without values. */
    TextNetwork network();
}
