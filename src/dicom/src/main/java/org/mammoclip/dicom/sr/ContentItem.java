package org.mammoclip.dicom.sr;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;

/**
 * One node of a structured report (PS3.3 C.17.3, C.18), with its relationship to the parent and its children. Immutable
 * and valid once built: constructors throw {@link InvalidContentException}. What relations and concepts an IOD or
 * template allows is for the template's class to say.
 */
public sealed interface ContentItem {
    /** How the item relates to its parent; {@link Relationship#ROOT} for a document title. */
    Relationship relationship();

    /** Concept Name; always present except for containers, images, composites, coordinates and references. */
    Optional<CodedConcept> name();

    /** In Content Sequence order. */
    List<ContentItem> children();

    /** Value Type (0040,A040); empty for a reference. */
    String valueType();

    /** Whether the section may be read apart from its neighbours (PS3.3 C.18.8). */
    enum Continuity {
        SEPARATE,
        CONTINUOUS
    }

    /** CONTAINER (PS3.3 C.18.8). */
    record Container(
            Relationship relationship,
            @Nullable CodedConcept concept,
            Continuity continuity,
            List<ContentItem> children)
            implements ContentItem {
        public Container {
            children = List.copyOf(children);
        }

        @Override
        public Optional<CodedConcept> name() {
            return Optional.ofNullable(concept);
        }

        @Override
        public String valueType() {
            return "CONTAINER";
        }
    }

    /** CODE (PS3.3 C.18.3). */
    record Code(Relationship relationship, CodedConcept concept, CodedConcept value, List<ContentItem> children)
            implements ContentItem {
        public Code {
            children = List.copyOf(children);
        }

        @Override
        public Optional<CodedConcept> name() {
            return Optional.of(concept);
        }

        @Override
        public String valueType() {
            return "CODE";
        }
    }

    /** TEXT (PS3.3 C.18.4): not blank. */
    record Text(Relationship relationship, CodedConcept concept, String value, List<ContentItem> children)
            implements ContentItem {
        public Text {
            children = List.copyOf(children);
            if (value.isBlank()) {
                throw new InvalidContentException("a TEXT item has a text (PS3.3 C.18.4)");
            }
        }

        @Override
        public Optional<CodedConcept> name() {
            return Optional.of(concept);
        }

        @Override
        public String valueType() {
            return "TEXT";
        }
    }

    /** NUM (PS3.3 C.18.1): one finite value with its units. */
    record Num(
            Relationship relationship,
            CodedConcept concept,
            double value,
            CodedConcept units,
            List<ContentItem> children)
            implements ContentItem {
        public Num {
            children = List.copyOf(children);
            if (!Double.isFinite(value)) {
                throw new InvalidContentException("a measured value is finite (PS3.3 C.18.1)");
            }
        }

        @Override
        public Optional<CodedConcept> name() {
            return Optional.of(concept);
        }

        @Override
        public String valueType() {
            return "NUM";
        }
    }

    /** UIDREF (PS3.3 C.18.2 family). */
    record UidRef(Relationship relationship, CodedConcept concept, Uid value, List<ContentItem> children)
            implements ContentItem {
        public UidRef {
            children = List.copyOf(children);
        }

        @Override
        public Optional<CodedConcept> name() {
            return Optional.of(concept);
        }

        @Override
        public String valueType() {
            return "UIDREF";
        }
    }

    /** IMAGE (PS3.3 C.18.4 family). {@code frames} are Referenced Frame Numbers from 1, empty for the whole image. */
    record ImageRef(
            Relationship relationship,
            @Nullable CodedConcept concept,
            Uid sopClass,
            Uid sopInstance,
            List<Integer> frames,
            List<ContentItem> children)
            implements ContentItem {
        public ImageRef {
            frames = List.copyOf(frames);
            children = List.copyOf(children);
            if (frames.stream().anyMatch(frame -> frame < 1)) {
                throw new InvalidContentException("frame numbers count from 1 (PS3.3 table 10-3)");
            }
        }

        @Override
        public Optional<CodedConcept> name() {
            return Optional.ofNullable(concept);
        }

        @Override
        public String valueType() {
            return "IMAGE";
        }
    }

    /** COMPOSITE (PS3.3 C.18.3 family): an instance that is not an image. */
    record CompositeRef(
            Relationship relationship,
            @Nullable CodedConcept concept,
            Uid sopClass,
            Uid sopInstance,
            List<ContentItem> children)
            implements ContentItem {
        public CompositeRef {
            children = List.copyOf(children);
        }

        @Override
        public Optional<CodedConcept> name() {
            return Optional.ofNullable(concept);
        }

        @Override
        public String valueType() {
            return "COMPOSITE";
        }
    }

    /** SCOORD (PS3.3 C.18.6): points in the image that a child or reference SELECTED FROM names. */
    record Scoord(
            Relationship relationship,
            @Nullable CodedConcept concept,
            GraphicType graphicType,
            List<GraphicPoint> points,
            List<ContentItem> children)
            implements ContentItem {
        public Scoord {
            points = List.copyOf(points);
            children = List.copyOf(children);
            if (!graphicType.admits(points.size())) {
                throw new InvalidContentException(
                        graphicType + " cannot have " + points.size() + " points (PS3.3 C.18.6.1.1)");
            }
        }

        @Override
        public Optional<CodedConcept> name() {
            return Optional.ofNullable(concept);
        }

        @Override
        public String valueType() {
            return "SCOORD";
        }
    }

    /** PNAME. {@code value} in PS3.5 6.2 form, {@code Family^Given}. */
    record PName(Relationship relationship, CodedConcept concept, String value, List<ContentItem> children)
            implements ContentItem {
        public PName {
            children = List.copyOf(children);
            if (value.isBlank()) {
                throw new InvalidContentException("a PNAME item has a name (PS3.3 C.18)");
            }
        }

        @Override
        public Optional<CodedConcept> name() {
            return Optional.of(concept);
        }

        @Override
        public String valueType() {
            return "PNAME";
        }
    }

    /** DATE. */
    record DateItem(Relationship relationship, CodedConcept concept, LocalDate value, List<ContentItem> children)
            implements ContentItem {
        public DateItem {
            children = List.copyOf(children);
        }

        @Override
        public Optional<CodedConcept> name() {
            return Optional.of(concept);
        }

        @Override
        public String valueType() {
            return "DATE";
        }
    }

    /** TIME, to the microsecond. */
    record TimeItem(Relationship relationship, CodedConcept concept, LocalTime value, List<ContentItem> children)
            implements ContentItem {
        public TimeItem {
            value = value.truncatedTo(ChronoUnit.MICROS);
            children = List.copyOf(children);
        }

        @Override
        public Optional<CodedConcept> name() {
            return Optional.of(concept);
        }

        @Override
        public String valueType() {
            return "TIME";
        }
    }

    /** DATETIME, to the microsecond; {@code offset} null where the document's time zone applies. */
    record DateTimeItem(
            Relationship relationship,
            CodedConcept concept,
            LocalDateTime value,
            @Nullable ZoneOffset offset,
            List<ContentItem> children)
            implements ContentItem {
        public DateTimeItem {
            value = value.truncatedTo(ChronoUnit.MICROS);
            children = List.copyOf(children);
        }

        @Override
        public Optional<CodedConcept> name() {
            return Optional.of(concept);
        }

        @Override
        public String valueType() {
            return "DATETIME";
        }
    }

    /** A by-reference relationship to another item of the same document (PS3.3 C.17.3.2.5). */
    record ByReference(Relationship relationship, PositionPath target) implements ContentItem {
        @Override
        public Optional<CodedConcept> name() {
            return Optional.empty();
        }

        @Override
        public List<ContentItem> children() {
            return List.of();
        }

        @Override
        public String valueType() {
            return "";
        }
    }

    /** A section that may be read by itself. */
    static Container container(Relationship relationship, CodedConcept concept, ContentItem... children) {
        return new Container(relationship, concept, Continuity.SEPARATE, List.of(children));
    }

    static Code code(Relationship relationship, CodedConcept concept, CodedConcept value, ContentItem... children) {
        return new Code(relationship, concept, value, List.of(children));
    }

    static Text text(Relationship relationship, CodedConcept concept, String value, ContentItem... children) {
        return new Text(relationship, concept, value, List.of(children));
    }

    static Num num(
            Relationship relationship,
            CodedConcept concept,
            double value,
            CodedConcept units,
            ContentItem... children) {
        return new Num(relationship, concept, value, units, List.of(children));
    }

    static UidRef uidRef(Relationship relationship, CodedConcept concept, Uid value, ContentItem... children) {
        return new UidRef(relationship, concept, value, List.of(children));
    }

    /** A whole image without a concept name, as image libraries hold it. */
    static ImageRef image(Relationship relationship, Uid sopClass, Uid sopInstance, ContentItem... children) {
        return new ImageRef(relationship, null, sopClass, sopInstance, List.of(), List.of(children));
    }

    static Scoord scoord(
            Relationship relationship,
            CodedConcept concept,
            GraphicType graphicType,
            List<GraphicPoint> points,
            ContentItem... children) {
        return new Scoord(relationship, concept, graphicType, points, List.of(children));
    }

    static PName pname(Relationship relationship, CodedConcept concept, String value, ContentItem... children) {
        return new PName(relationship, concept, value, List.of(children));
    }

    static DateItem date(Relationship relationship, CodedConcept concept, LocalDate value, ContentItem... children) {
        return new DateItem(relationship, concept, value, List.of(children));
    }

    static TimeItem time(Relationship relationship, CodedConcept concept, LocalTime value, ContentItem... children) {
        return new TimeItem(relationship, concept, value, List.of(children));
    }

    static ByReference reference(Relationship relationship, PositionPath target) {
        return new ByReference(relationship, target);
    }
}
