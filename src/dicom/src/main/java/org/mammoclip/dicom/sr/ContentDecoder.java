package org.mammoclip.dicom.sr;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.DateTimeText;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;

/** Content items from data set items (PS3.3 C.17.3, C.18). Recursion is bounded by the reader's sequence depth. */
final class ContentDecoder {
    private final DataSet item;
    private final PositionPath place;

    private ContentDecoder(DataSet item, PositionPath place) {
        this.item = item;
        this.place = place;
    }

    static ContentItem decode(DataSet item, Relationship relationship, PositionPath place) {
        return new ContentDecoder(item, place).item(relationship);
    }

    private InvalidContentException invalid(String what) {
        return new InvalidContentException("item " + place + ": " + what);
    }

    private ContentItem item(Relationship relationship) {
        if (!item.contains(Tag.ValueType) && item.contains(Tag.ReferencedContentItemIdentifier)) {
            int[] positions = Arrays.stream(item.decimals(Tag.ReferencedContentItemIdentifier))
                    .mapToInt(position -> (int) position)
                    .toArray();
            return new ContentItem.ByReference(relationship, PositionPath.of(positions));
        }
        String valueType = item.string(Tag.ValueType).orElse("");
        return switch (valueType) {
            case "CONTAINER" -> new ContentItem.Container(relationship, nameOrNull(), continuity(), children());
            case "CODE" -> new ContentItem.Code(relationship, name(), code(Tag.ConceptCodeSequence), children());
            case "TEXT" -> new ContentItem.Text(relationship, name(), text(Tag.TextValue), children());
            case "NUM" -> num(relationship);
            case "UIDREF" -> new ContentItem.UidRef(relationship, name(), uid(item, Tag.UID), children());
            case "IMAGE" -> image(relationship);
            case "COMPOSITE" ->
                new ContentItem.CompositeRef(
                        relationship,
                        nameOrNull(),
                        uid(reference(), Tag.ReferencedSOPClassUID),
                        uid(reference(), Tag.ReferencedSOPInstanceUID),
                        children());
            case "SCOORD" -> new ContentItem.Scoord(relationship, nameOrNull(), graphicType(), points(), children());
            case "PNAME" -> new ContentItem.PName(relationship, name(), text(Tag.PersonName), children());
            case "DATE" ->
                new ContentItem.DateItem(relationship, name(), required(item.date(Tag.Date), "no date"), children());
            case "TIME" ->
                new ContentItem.TimeItem(relationship, name(), required(item.time(Tag.Time), "no time"), children());
            case "DATETIME" -> dateTime(relationship);
            default -> throw invalid("value type not known here");
        };
    }

    private List<ContentItem> children() {
        List<ContentItem> children = new ArrayList<>();
        for (DataSet child : item.items(Tag.ContentSequence)) {
            PositionPath childPlace = place.child(children.size() + 1);
            Relationship relationship = child.string(Tag.RelationshipType)
                    .flatMap(Relationship::ofCode)
                    .orElseThrow(() -> new InvalidContentException("item " + childPlace + ": no relationship type"));
            children.add(decode(child, relationship, childPlace));
        }
        return children;
    }

    private <T> T required(Optional<T> value, String otherwise) {
        return value.orElseThrow(() -> invalid(otherwise));
    }

    private CodedConcept name() {
        return code(Tag.ConceptNameCodeSequence);
    }

    private @Nullable CodedConcept nameOrNull() {
        return item.items(Tag.ConceptNameCodeSequence).isEmpty() ? null : name();
    }

    private CodedConcept code(int sequence) {
        DataSet code = required(item.item(sequence), "no coded entry in " + Tag.format(sequence));
        try {
            return CodedConcept.decode(code);
        } catch (InvalidContentException e) {
            InvalidContentException placed = invalid(String.valueOf(e.getMessage()));
            placed.initCause(e);
            throw placed;
        }
    }

    private String text(int tag) {
        return required(item.strings(tag).stream().findFirst(), "no value in " + Tag.format(tag));
    }

    private Uid uid(DataSet holder, int tag) {
        return required(holder.uid(tag), "no UID in " + Tag.format(tag));
    }

    private ContentItem.Continuity continuity() {
        return switch (item.string(Tag.ContinuityOfContent).orElse("SEPARATE")) {
            case "SEPARATE" -> ContentItem.Continuity.SEPARATE;
            case "CONTINUOUS" -> ContentItem.Continuity.CONTINUOUS;
            default -> throw invalid("unknown continuity of content");
        };
    }

    private DataSet reference() {
        return required(item.item(Tag.ReferencedSOPSequence), "no referenced instance");
    }

    private ContentItem num(Relationship relationship) {
        DataSet measured = required(item.item(Tag.MeasuredValueSequence), "no measured value");
        double value = measured.decimal(Tag.FloatingPointValue)
                .orElseGet(() -> measured.decimal(Tag.NumericValue).orElse(Double.NaN));
        if (Double.isNaN(value)) {
            throw invalid("no numeric value");
        }
        DataSet units = required(measured.item(Tag.MeasurementUnitsCodeSequence), "no units");
        return new ContentItem.Num(relationship, name(), value, CodedConcept.decode(units), children());
    }

    private ContentItem image(Relationship relationship) {
        DataSet reference = reference();
        List<Integer> frames = Arrays.stream(reference.decimals(Tag.ReferencedFrameNumber))
                .mapToObj(frame -> (int) frame)
                .toList();
        return new ContentItem.ImageRef(
                relationship,
                nameOrNull(),
                uid(reference, Tag.ReferencedSOPClassUID),
                uid(reference, Tag.ReferencedSOPInstanceUID),
                frames,
                children());
    }

    private GraphicType graphicType() {
        return required(item.string(Tag.GraphicType).flatMap(GraphicType::ofCode), "unknown graphic type");
    }

    private List<GraphicPoint> points() {
        double[] data = item.decimals(Tag.GraphicData);
        if (data.length % 2 != 0) {
            throw invalid("graphic data are no pairs");
        }
        List<GraphicPoint> points = new ArrayList<>();
        for (int i = 0; i < data.length; i += 2) {
            points.add(new GraphicPoint((float) data[i], (float) data[i + 1]));
        }
        return points;
    }

    private ContentItem dateTime(Relationship relationship) {
        String text = text(Tag.DateTime);
        LocalDateTime value = required(DateTimeText.parseDateTime(text), "no date and time");
        ZoneOffset offset = DateTimeText.parseOffset(text).orElse(null);
        return new ContentItem.DateTimeItem(relationship, name(), value, offset, children());
    }
}
