package org.mammoclip.dicom.sr;

import java.util.List;
import java.util.Optional;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;

/**
 * The content of a structured report document: its root container and template (PS3.3 C.17.3). Immutable, valid once
 * built; {@link #encode} and {@link #decode} are inverse.
 *
 * @param root relationship {@link Relationship#ROOT}, named
 * @param templateIdentifier Template Identifier in DCMR, for example {@code 4000}; empty when the document names none
 */
public record ContentTree(ContentItem.Container root, String templateIdentifier) {
    private static final String DCMR_UID = "1.2.840.10008.8.1.1";

    /**
     * @throws InvalidContentException if the root is not a named root, an item below is one, or a reference names no
     *     item, another reference or one of its own ancestors
     */
    public ContentTree {
        if (root.relationship() != Relationship.ROOT || root.name().isEmpty()) {
            throw new InvalidContentException(
                    "the root is a container with a title and no relationship (PS3.3 C.17.3)");
        }
        check(root, root, PositionPath.ROOT);
    }

    private static void check(ContentItem.Container root, ContentItem parent, PositionPath place) {
        int number = 0;
        for (ContentItem child : parent.children()) {
            PositionPath childPlace = place.child(++number);
            if (child.relationship() == Relationship.ROOT) {
                throw new InvalidContentException("item " + childPlace + " has no relationship to its parent");
            }
            if (child instanceof ContentItem.ByReference reference) {
                Optional<ContentItem> target = at(root, reference.target());
                if (target.isEmpty() || target.get() instanceof ContentItem.ByReference) {
                    throw new InvalidContentException(
                            "item " + childPlace + " refers to " + reference.target() + ", which is no item");
                }
                if (reference.target().isPrefixOf(childPlace)) {
                    throw new InvalidContentException(
                            "item " + childPlace + " refers to its ancestor " + reference.target());
                }
            }
            check(root, child, childPlace);
        }
    }

    /**
     * The attributes of the document's root item: Value Type, title, Continuity Of Content, Content Template Sequence
     * and Content Sequence. Add them to the data set with the headers.
     */
    public DataSet encode() {
        DataSet.Builder attributes = ContentEncoder.encode(root).toBuilder();
        if (!templateIdentifier.isEmpty()) {
            attributes.sequence(
                    Tag.ContentTemplateSequence,
                    DataSet.builder()
                            .text(Tag.MappingResource, "DCMR")
                            .text(Tag.MappingResourceUID, DCMR_UID)
                            .text(Tag.TemplateIdentifier, templateIdentifier)
                            .build());
        }
        return attributes.build();
    }

    /**
     * The content of a structured report; templates named below the root are passed over.
     *
     * @throws InvalidContentException if the data set holds no valid content, or value types not known here (WAVEFORM,
     *     SCOORD3D, TCOORD, NUM without a value)
     */
    public static ContentTree decode(DataSet dataSet) {
        if (!(ContentDecoder.decode(dataSet, Relationship.ROOT, PositionPath.ROOT)
                instanceof ContentItem.Container root)) {
            throw new InvalidContentException("the root is no container (PS3.3 C.17.3)");
        }
        String template = dataSet.item(Tag.ContentTemplateSequence)
                .flatMap(item -> item.string(Tag.TemplateIdentifier))
                .orElse("");
        return new ContentTree(root, template);
    }

    /** The item at a position; empty where there is none. */
    public Optional<ContentItem> at(PositionPath path) {
        return at(root, path);
    }

    private static Optional<ContentItem> at(ContentItem root, PositionPath path) {
        ContentItem item = root;
        for (int number : path.positions().subList(1, path.positions().size())) {
            if (number > item.children().size()) {
                return Optional.empty();
            }
            item = item.children().get(number - 1);
        }
        return Optional.of(item);
    }

    /** The position of this very object; empty if it is not part of the document. */
    public Optional<PositionPath> pathOf(ContentItem item) {
        return pathOf(item, root, PositionPath.ROOT);
    }

    @SuppressWarnings("ReferenceEquality") // equal items may occur at several places
    private static Optional<PositionPath> pathOf(ContentItem wanted, ContentItem item, PositionPath place) {
        if (item == wanted) {
            return Optional.of(place);
        }
        List<ContentItem> children = item.children();
        for (int i = 0; i < children.size(); i++) {
            Optional<PositionPath> found = pathOf(wanted, children.get(i), place.child(i + 1));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
