package org.mammoclip.dicom.dimse;

import java.nio.file.Path;
import java.util.List;

/** C-ECHO and C-STORE as SCU against one peer (PS3.4 Annex A and B). Thread-safe; a call is one association. */
public interface InstanceSender {
    /** Verifies that the peer answers. {@link SendOutcome.Accepted} carries status 0000H. */
    SendOutcome echo();

    /**
     * Stores Part 10 files in order. Never throws for what the peer or the network does: every file gets an outcome, in
     * the order of the argument.
     *
     * @param part10Files proposed with their own SOP class and transfer syntax; the data set goes out unchanged
     */
    List<SendOutcome> store(List<Path> part10Files);
}
