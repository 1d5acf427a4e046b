package org.mammoclip.dicom.sr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mammoclip.dicom.sr.Relationship.CONTAINS;
import static org.mammoclip.dicom.sr.Relationship.HAS_ACQ_CONTEXT;
import static org.mammoclip.dicom.sr.Relationship.HAS_CONCEPT_MOD;
import static org.mammoclip.dicom.sr.Relationship.HAS_OBS_CONTEXT;
import static org.mammoclip.dicom.sr.Relationship.HAS_PROPERTIES;
import static org.mammoclip.dicom.sr.Relationship.ROOT;
import static org.mammoclip.dicom.sr.Relationship.SELECTED_FROM;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.DataSetReader;
import org.mammoclip.dicom.file.DataSetWriter;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.dicom.file.TransferSyntax;

class ContentTreeTest {
    private static final CodedConcept REPORT = new CodedConcept("111036", "DCM", "Mammography CAD Report");
    private static final CodedConcept LIBRARY = new CodedConcept("111028", "DCM", "Image Library");
    private static final CodedConcept CENTER = new CodedConcept("111010", "DCM", "Center");
    private static final CodedConcept CERTAINTY = new CodedConcept("111012", "DCM", "Certainty of Finding");
    private static final CodedConcept PERCENT = new CodedConcept("%", "UCUM", "Percent");
    private static final CodedConcept ANY = new CodedConcept("1", "99TEST", "Anything");
    private static final Uid IMAGE = Uid.of("1.2.3");

    /** One item of every value type. */
    private static ContentTree everything() {
        ContentItem.Container library = ContentItem.container(
                CONTAINS,
                LIBRARY,
                ContentItem.image(
                        CONTAINS,
                        SopClass.DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_FOR_PRESENTATION,
                        IMAGE,
                        ContentItem.date(HAS_ACQ_CONTEXT, ANY, LocalDate.of(2026, 11, 22)),
                        ContentItem.time(HAS_ACQ_CONTEXT, ANY, LocalTime.of(9, 30, 1, 5_000))));
        ContentItem.Container findings = ContentItem.container(
                CONTAINS,
                ANY,
                ContentItem.num(CONTAINS, CERTAINTY, 12.5, PERCENT),
                ContentItem.num(CONTAINS, CERTAINTY, 1.0 / 3, PERCENT),
                ContentItem.scoord(
                        HAS_PROPERTIES,
                        CENTER,
                        GraphicType.POINT,
                        List.of(new GraphicPoint(0.5f, 1023.25f)),
                        ContentItem.reference(SELECTED_FROM, PositionPath.of(1, 2, 1))),
                ContentItem.text(HAS_PROPERTIES, ANY, "back\\slash\r\nand line"),
                ContentItem.uidRef(HAS_OBS_CONTEXT, ANY, Uid.of("2.25.9")),
                ContentItem.pname(HAS_OBS_CONTEXT, ANY, "Reader^One"),
                new ContentItem.DateTimeItem(
                        HAS_OBS_CONTEXT, ANY, LocalDateTime.of(2026, 1, 2, 3, 4, 5), ZoneOffset.ofHours(-3), List.of()),
                new ContentItem.DateTimeItem(
                        HAS_OBS_CONTEXT, ANY, LocalDateTime.of(2026, 1, 2, 3, 4, 5), null, List.of()),
                new ContentItem.CompositeRef(HAS_OBS_CONTEXT, ANY, SopClass.COMPREHENSIVE_SR, IMAGE, List.of()),
                new ContentItem.ImageRef(
                        CONTAINS, ANY, SopClass.BREAST_TOMOSYNTHESIS_IMAGE, IMAGE, List.of(1, 7), List.of()),
                new ContentItem.Container(CONTAINS, null, ContentItem.Continuity.CONTINUOUS, List.of()));
        return new ContentTree(
                ContentItem.container(
                        ROOT,
                        REPORT,
                        ContentItem.code(
                                HAS_CONCEPT_MOD,
                                new CodedConcept("121049", "DCM", "Language of Content Item and Descendants"),
                                new CodedConcept("en-US", "RFC5646", "English (United States)")),
                        library,
                        findings),
                "4000");
    }

    @Test
    void bothDoorsLeadToTheSame() throws IOException {
        DataSet encoded = everything().encode();
        assertThat(ContentTree.decode(encoded)).isEqualTo(everything());
        assertThat(ContentTree.decode(encoded).encode()).isEqualTo(encoded);

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataSetWriter.write(bytes, encoded, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        DataSet read = DataSetReader.read(
                new ByteArrayInputStream(bytes.toByteArray()),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                ReadLimits.DEFAULT);
        assertThat(ContentTree.decode(read)).isEqualTo(everything());
    }

    @Test
    void writesTheAttributesOfTheRoot() {
        DataSet root = everything().encode();

        assertThat(root.string(Tag.ValueType)).contains("CONTAINER");
        assertThat(root.contains(Tag.RelationshipType)).isFalse();
        assertThat(root.string(Tag.ContinuityOfContent)).contains("SEPARATE");
        assertThat(CodedConcept.first(root, Tag.ConceptNameCodeSequence)).contains(REPORT);
        DataSet template = root.item(Tag.ContentTemplateSequence).orElseThrow();
        assertThat(template.string(Tag.MappingResource)).contains("DCMR");
        assertThat(template.string(Tag.TemplateIdentifier)).contains("4000");
    }

    @Test
    void writesTheExactNumberWhereSixteenCharactersDoNot() {
        List<DataSet> items =
                everything().encode().items(Tag.ContentSequence).get(2).items(Tag.ContentSequence);
        DataSet exact = items.get(0).item(Tag.MeasuredValueSequence).orElseThrow();
        DataSet rounded = items.get(1).item(Tag.MeasuredValueSequence).orElseThrow();

        assertThat(exact.string(Tag.NumericValue)).contains("12.5");
        assertThat(exact.contains(Tag.FloatingPointValue)).isFalse();
        assertThat(rounded.string(Tag.NumericValue)).contains("0.33333333333333");
        assertThat(rounded.decimal(Tag.FloatingPointValue)).hasValue(1.0 / 3);
    }

    @Test
    void findsItemsByPositionAndPositionsOfItems() {
        ContentTree tree = everything();
        PositionPath place = PositionPath.of(1, 2, 1);
        ContentItem image = tree.at(place).orElseThrow();

        assertThat(image).isInstanceOf(ContentItem.ImageRef.class);
        assertThat(tree.pathOf(image)).contains(place);
        assertThat(tree.at(PositionPath.ROOT)).contains(tree.root());
        assertThat(tree.at(PositionPath.of(1, 9))).isEmpty();
        assertThat(tree.pathOf(ContentItem.text(CONTAINS, ANY, "elsewhere"))).isEmpty();
        assertThat(place.toString()).isEqualTo("1.2.1");
    }

    @Test
    void refusesReferencesThatLeadNowhereOrBack() {
        assertInvalid(
                () -> tree(ContentItem.container(
                        CONTAINS, ANY, ContentItem.reference(SELECTED_FROM, PositionPath.of(1, 2)))),
                "item 1.1.1 refers to 1.2, which is no item");
        assertInvalid(
                () -> tree(ContentItem.container(
                        CONTAINS, ANY, ContentItem.reference(SELECTED_FROM, PositionPath.of(1, 1)))),
                "item 1.1.1 refers to its ancestor 1.1");
        assertInvalid(
                () -> tree(
                        ContentItem.reference(SELECTED_FROM, PositionPath.of(1, 2)),
                        ContentItem.reference(SELECTED_FROM, PositionPath.of(1, 1))),
                "which is no item");
        assertInvalid(() -> PositionPath.of(2, 1), "begins with 1");
        assertInvalid(() -> PositionPath.of(1, 0), "begins with 1");
        assertInvalid(() -> PositionPath.of(), "begins with 1");
    }

    private static ContentTree tree(ContentItem... children) {
        return new ContentTree(ContentItem.container(ROOT, REPORT, children), "");
    }

    private static void assertInvalid(ThrowingCallable building, String rule) {
        assertThatThrownBy(building).isInstanceOf(InvalidContentException.class).hasMessageContaining(rule);
    }

    @Test
    void refusesInvalidItems() {
        assertInvalid(() -> tree(ContentItem.container(ROOT, ANY)), "no relationship");
        assertInvalid(() -> new ContentTree(ContentItem.container(CONTAINS, ANY), ""), "root");
        assertInvalid(() -> ContentItem.text(CONTAINS, ANY, " "), "TEXT");
        assertInvalid(() -> ContentItem.pname(CONTAINS, ANY, ""), "PNAME");
        assertInvalid(() -> ContentItem.num(CONTAINS, ANY, Double.NaN, PERCENT), "finite");
        assertInvalid(() -> new GraphicPoint(-1, 0), "not negative");
        assertInvalid(() -> new GraphicPoint(0, Float.NaN), "not negative");
        assertInvalid(
                () -> new ContentItem.ImageRef(CONTAINS, ANY, IMAGE, IMAGE, List.of(0), List.of()), "frame numbers");
        GraphicPoint point = new GraphicPoint(1, 1);
        assertInvalid(() -> ContentItem.scoord(CONTAINS, ANY, GraphicType.POINT, List.of(point, point)), "2 points");
        assertInvalid(() -> ContentItem.scoord(CONTAINS, ANY, GraphicType.MULTIPOINT, List.of()), "0 points");
        assertInvalid(() -> ContentItem.scoord(CONTAINS, ANY, GraphicType.POLYLINE, List.of(point)), "1 points");
        assertInvalid(() -> ContentItem.scoord(CONTAINS, ANY, GraphicType.CIRCLE, List.of(point)), "1 points");
        assertInvalid(() -> ContentItem.scoord(CONTAINS, ANY, GraphicType.ELLIPSE, List.of(point)), "1 points");
    }

    @Test
    void codedConceptsAreCompleteAndShortEnough() {
        assertInvalid(() -> new CodedConcept("", "DCM", "x"), "code value");
        assertInvalid(() -> new CodedConcept("1", " ", "x"), "code value");
        assertInvalid(() -> new CodedConcept("1", "DCM", ""), "code value");
        assertInvalid(() -> new CodedConcept("1", "x".repeat(17), "x"), "at most 16");
        assertInvalid(() -> new CodedConcept("1", "DCM", "x".repeat(65)), "64");
        CodedConcept longCode = new CodedConcept("x".repeat(17), "DCM", "x".repeat(64));
        assertThat(longCode.encode().string(Tag.LongCodeValue)).contains("x".repeat(17));
        assertThat(longCode.encode().contains(Tag.CodeValue)).isFalse();
        assertThat(CodedConcept.decode(longCode.encode())).isEqualTo(longCode);
        assertThat(new CodedConcept("1", "DCM", "a").isSameAs(new CodedConcept("1", "DCM", "b")))
                .isTrue();
        assertThat(new CodedConcept("1", "DCM", "a").isSameAs(new CodedConcept("1", "SCT", "a")))
                .isFalse();
    }

    @Test
    void decodingSaysWhichItemIsWrongAndNeverItsValue() {
        DataSet wrong = everything().encode().toBuilder()
                .sequence(
                        Tag.ContentSequence,
                        DataSet.builder()
                                .text(Tag.RelationshipType, "CONTAINS")
                                .text(Tag.ValueType, "DATE")
                                .sequence(Tag.ConceptNameCodeSequence, ANY.encode())
                                .text(Tag.Date, "Secret")
                                .build())
                .build();

        assertThatThrownBy(() -> ContentTree.decode(wrong))
                .isInstanceOf(InvalidContentException.class)
                .hasMessage("item 1.1: no date");
        assertInvalid(() -> ContentTree.decode(DataSet.EMPTY), "item 1: value type not known here");
        DataSet related = wrong.toBuilder()
                .sequence(
                        Tag.ContentSequence,
                        DataSet.builder().text(Tag.ValueType, "TEXT").build())
                .build();
        assertInvalid(() -> ContentTree.decode(related), "item 1.1: no relationship type");
    }
}
