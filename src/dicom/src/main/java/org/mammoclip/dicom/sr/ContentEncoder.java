package org.mammoclip.dicom.sr;

import java.util.List;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.DateTimeText;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;

/** Content items as data set items (PS3.3 C.17.3, C.18). */
final class ContentEncoder {
    private ContentEncoder() {}

    static DataSet encode(ContentItem item) {
        DataSet.Builder out = DataSet.builder();
        if (item.relationship() != Relationship.ROOT) {
            out.text(Tag.RelationshipType, item.relationship().code());
        }
        if (item instanceof ContentItem.ByReference reference) {
            return out.integers(
                            Tag.ReferencedContentItemIdentifier,
                            reference.target().positions().stream()
                                    .mapToInt(Integer::intValue)
                                    .toArray())
                    .build();
        }
        out.text(Tag.ValueType, item.valueType());
        item.name().ifPresent(name -> out.sequence(Tag.ConceptNameCodeSequence, name.encode()));
        value(item, out);
        if (!item.children().isEmpty()) {
            out.sequence(
                    Tag.ContentSequence,
                    item.children().stream().map(ContentEncoder::encode).toList());
        }
        return out.build();
    }

    private static void value(ContentItem item, DataSet.Builder out) {
        if (item instanceof ContentItem.Container container) {
            out.text(Tag.ContinuityOfContent, container.continuity().name());
        } else if (item instanceof ContentItem.Code code) {
            out.sequence(Tag.ConceptCodeSequence, code.value().encode());
        } else if (item instanceof ContentItem.Text text) {
            out.text(Tag.TextValue, text.value());
        } else if (item instanceof ContentItem.Num num) {
            out.sequence(Tag.MeasuredValueSequence, measuredValue(num));
        } else if (item instanceof ContentItem.UidRef uidRef) {
            out.uid(Tag.UID, uidRef.value());
        } else if (item instanceof ContentItem.ImageRef image) {
            DataSet.Builder reference = reference(image.sopClass(), image.sopInstance());
            if (!image.frames().isEmpty()) {
                reference.integers(
                        Tag.ReferencedFrameNumber,
                        image.frames().stream().mapToInt(Integer::intValue).toArray());
            }
            out.sequence(Tag.ReferencedSOPSequence, reference.build());
        } else if (item instanceof ContentItem.CompositeRef composite) {
            out.sequence(
                    Tag.ReferencedSOPSequence,
                    reference(composite.sopClass(), composite.sopInstance()).build());
        } else if (item instanceof ContentItem.Scoord scoord) {
            out.text(Tag.GraphicType, scoord.graphicType().name())
                    .decimals(Tag.GraphicData, coordinates(scoord.points()));
        } else if (item instanceof ContentItem.PName name) {
            out.text(Tag.PersonName, name.value());
        } else if (item instanceof ContentItem.DateItem date) {
            out.text(Tag.Date, DateTimeText.format(date.value()));
        } else if (item instanceof ContentItem.TimeItem time) {
            out.text(Tag.Time, DateTimeText.format(time.value()));
        } else if (item instanceof ContentItem.DateTimeItem dateTime) {
            String offset = dateTime.offset() == null ? "" : DateTimeText.format(dateTime.offset());
            out.text(Tag.DateTime, DateTimeText.format(dateTime.value()) + offset);
        }
    }

    /** With Floating Point Value where 16 characters do not say the number exactly (PS3.3 C.18.1). */
    private static DataSet measuredValue(ContentItem.Num num) {
        DataSet.Builder measured = DataSet.builder()
                .decimals(Tag.NumericValue, num.value())
                .sequence(Tag.MeasurementUnitsCodeSequence, num.units().encode());
        if (measured.build().decimal(Tag.NumericValue).orElse(Double.NaN) != num.value()) {
            measured.decimals(Tag.FloatingPointValue, num.value());
        }
        return measured.build();
    }

    private static DataSet.Builder reference(Uid sopClass, Uid sopInstance) {
        return DataSet.builder()
                .uid(Tag.ReferencedSOPClassUID, sopClass)
                .uid(Tag.ReferencedSOPInstanceUID, sopInstance);
    }

    private static double[] coordinates(List<GraphicPoint> points) {
        double[] coordinates = new double[2 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            coordinates[2 * i] = points.get(i).column();
            coordinates[2 * i + 1] = points.get(i).row();
        }
        return coordinates;
    }
}
