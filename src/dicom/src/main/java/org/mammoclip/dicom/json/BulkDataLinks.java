package org.mammoclip.dicom.json;

import java.util.Optional;
import org.mammoclip.dicom.DataElement;

/** Decides which values a JSON object links to instead of holding them (PS3.18 F.2.2). */
@FunctionalInterface
public interface BulkDataLinks {
    /** No links: every value is inline. */
    BulkDataLinks NONE = element -> Optional.empty();

    /** The BulkDataURI of a top level or nested element; empty to hold its value inline. */
    Optional<String> uri(DataElement element);
}
