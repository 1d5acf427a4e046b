package org.mammoclip.dicom.web;

import java.io.IOException;
import java.io.InputStream;

/** Takes the instances of a retrieved study, one call after the other on the thread that called the client. */
@FunctionalInterface
public interface PartReceiver {
    /**
     * @param part10 a Part 10 file as the server sent it, readable once and only during the call; the client drains what
     *     is left. Nothing has been checked: it may be anything
     * @throws IOException ends the retrieval and reaches its caller
     */
    void receive(InputStream part10) throws IOException;
}
