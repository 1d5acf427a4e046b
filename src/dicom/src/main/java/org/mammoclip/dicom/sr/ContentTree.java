package org.mammoclip.dicom.sr;

import java.util.Optional;
import org.mammoclip.dicom.DataSet;

/**
 * The content of a structured report document: its root container and template (PS3.3 C.17.3).
 *
 * @param root relationship {@link Relationship#ROOT}, named
 * @param templateIdentifier Template Identifier in DCMR, for example {@code 4000}; empty when the document names none
 */
public record ContentTree(ContentItem.Container root, String templateIdentifier) {
    /** The attributes of the document's root: value type, title, template and Content Sequence. */
    public DataSet encode() {
        throw new UnsupportedOperationException();
    }

    /** @throws InvalidContentException if the data set holds no valid content of the value types known here */
    public static ContentTree decode(DataSet dataSet) {
        throw new UnsupportedOperationException();
    }

    /** The item at a position; empty where there is none. */
    public Optional<ContentItem> at(PositionPath path) {
        throw new UnsupportedOperationException();
    }

    /** The position of this very item (by identity). */
    public Optional<PositionPath> pathOf(ContentItem item) {
        throw new UnsupportedOperationException();
    }
}
