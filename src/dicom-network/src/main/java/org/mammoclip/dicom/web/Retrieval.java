package org.mammoclip.dicom.web;

/**
 * What a retrieval brought.
 *
 * @param parts instances handed to the receiver, 0 or more
 * @param complete false when the server said that it sent only a part (206, PS3.18 10.4.3)
 */
public record Retrieval(int parts, boolean complete) {}
