package org.mammoclip.dicom.dimse;

import java.io.IOException;
import java.io.InputStream;

/**
 * Takes the instances that peers send with C-STORE (PS3.4 Annex B).
 *
 * <p>Called on association threads: concurrently for different associations, in order within one. The returned status is
 * what the peer sees. {@link StoreStatus#SUCCESS} lets the peer delete its copy, so return it only once the bytes and
 * their ledger row are durable.
 */
@FunctionalInterface
public interface InstanceReceiver {
    /**
     * @param request who sends what
     * @param encodedDataSet the data set in the request's transfer syntax as received, without Part 10 header; readable
     *     once, on the calling thread; the caller drains what is left. Reading throws when the association breaks
     * @return what the peer is told
     * @throws IOException if the association itself broke; a full disk is a status. Thrown while the association is intact,
     *     as any unchecked exception, it is answered with 0110H and the association goes on
     */
    StoreStatus receive(StoreRequest request, InputStream encodedDataSet) throws IOException;
}
