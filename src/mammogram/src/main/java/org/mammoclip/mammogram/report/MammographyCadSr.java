package org.mammoclip.mammogram.report;

import static org.mammoclip.dicom.sr.Relationship.CONTAINS;
import static org.mammoclip.dicom.sr.Relationship.HAS_CONCEPT_MOD;
import static org.mammoclip.dicom.sr.Relationship.HAS_OBS_CONTEXT;
import static org.mammoclip.dicom.sr.Relationship.HAS_PROPERTIES;
import static org.mammoclip.dicom.sr.Relationship.INFERRED_FROM;
import static org.mammoclip.dicom.sr.Relationship.ROOT;
import static org.mammoclip.dicom.sr.Relationship.SELECTED_FROM;
import static org.mammoclip.mammogram.report.Concepts.dcm;

import java.util.ArrayList;
import java.util.List;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.dicom.sr.CodedConcept;
import org.mammoclip.dicom.sr.ContentItem;
import org.mammoclip.dicom.sr.ContentTree;
import org.mammoclip.dicom.sr.GraphicPoint;
import org.mammoclip.dicom.sr.GraphicType;
import org.mammoclip.dicom.sr.PositionPath;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.PixelPoint;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.Triage;

/**
 * Mammography CAD SR (PS3.3 A.35.5) with content by TID 4000 (PS3.16), which is neither extensible nor of free order.
 *
 * <p>Each located finding is a Single Image Finding of its own: the model scores images one by one, so no relation
 * between views is claimed. Never written: assessment categories, recommendations, Probability of cancer (111047). The
 * device is named by General Equipment, Contributing Equipment and TID 4019; the template has no observer context.
 */
public final class MammographyCadSr {
    private static final int SERIES_NUMBER = 9001;
    private static final String TEMPLATE = "4000";
    private static final CodedConcept TITLE = dcm("111036", "Mammography CAD Report");
    private static final CodedConcept SUMMARY = dcm("111017", "CAD Processing and Findings Summary");
    private static final CodedConcept IMPRESSION = dcm("111033", "Impression Description");
    private static final CodedConcept CERTAINTY_OF_IMPRESSION = dcm("111013", "Certainty of impression");
    private static final CodedConcept INDIVIDUAL_IMPRESSION = dcm("111034", "Individual Impression/Recommendation");
    private static final CodedConcept RENDERING_INTENT = dcm("111056", "Rendering Intent");
    private static final CodedConcept PRESENTATION_REQUIRED =
            dcm("111150", "Presentation Required: Rendering device is expected to present");
    private static final CodedConcept SINGLE_IMAGE_FINDING = dcm("111059", "Single Image Finding");
    private static final CodedConcept CENTER = dcm("111010", "Center");
    private static final CodedConcept OUTLINE = dcm("111041", "Outline");
    private static final CodedConcept REGION_DESCRIPTION = dcm("111058", "Selected Region Description");
    private static final CodedConcept NIPPLE_CHARACTERISTIC = dcm("111297", "Nipple Characteristic");
    private static final PositionPath LIBRARY = PositionPath.of(1, 2);

    private final TriageReport report;

    private MammographyCadSr(TriageReport report) {
        this.report = report;
    }

    /**
     * The document; the same report always gives the same data set.
     *
     * @throws IllegalArgumentException if the profile forbids marks
     */
    public static DataSet encode(TriageReport report) {
        if (!report.profile().marksLocations()) {
            throw new IllegalArgumentException("a triage output carries no marks");
        }
        return new DocumentHeader(
                        SopClass.MAMMOGRAPHY_CAD_SR,
                        report.uids().mammographyCadSr(),
                        report.uids().mammographyCadSrSeries(),
                        SERIES_NUMBER,
                        "AI triage CAD SR - not for diagnostic use")
                .encode(report)
                .addAll(new ContentTree(new MammographyCadSr(report).root(), TEMPLATE).encode())
                .build();
    }

    /** The order of the five items is fixed; references count on the library being the second. */
    private ContentItem.Container root() {
        CadSummary analysed = new CadSummary(report, this::referencesTo);
        return ContentItem.container(
                ROOT,
                TITLE,
                ContentItem.code(HAS_CONCEPT_MOD, Concepts.LANGUAGE, Concepts.ENGLISH),
                library(),
                summary(analysed.summary()),
                analysed.detections(),
                analysed.analyses());
    }

    private ContentItem library() {
        return ImageContext.library(Concepts.IMAGE_LIBRARY, report.study().mammograms(), ImageContext::forCad);
    }

    private PositionPath inLibrary(Mammogram mammogram) {
        return LIBRARY.child(report.study().mammograms().indexOf(mammogram) + 1);
    }

    private List<ContentItem> referencesTo(List<Mammogram> mammograms) {
        return mammograms.stream()
                .<ContentItem>map(mammogram -> ContentItem.reference(HAS_PROPERTIES, inLibrary(mammogram)))
                .toList();
    }

    /** TID 4001 with the overall impression of TID 4002. */
    private ContentItem summary(CodedConcept overall) {
        Triage triage = report.triage();
        List<ContentItem> items = new ArrayList<>();
        items.add(ContentItem.text(HAS_PROPERTIES, IMPRESSION, Impression.of(report)));
        if (triage.priority() == Triage.Priority.PRIORITISE && report.allImagesScored()) {
            items.add(ContentItem.num(
                    HAS_PROPERTIES, CERTAINTY_OF_IMPRESSION, Impression.percent(triage.score()), Concepts.PERCENT));
        }
        items.addAll(Algorithm.study(report, List.of(Algorithm.threshold(Triage.THRESHOLD)))
                .encode(HAS_PROPERTIES));
        for (LocatedFinding finding : report.located()) {
            items.add(ContentItem.container(
                    INFERRED_FROM,
                    INDIVIDUAL_IMPRESSION,
                    ContentItem.code(HAS_CONCEPT_MOD, RENDERING_INTENT, PRESENTATION_REQUIRED),
                    singleImageFinding(finding)));
        }
        return new ContentItem.Code(CONTAINS, SUMMARY, overall, items);
    }

    /** TID 4006. */
    private ContentItem singleImageFinding(LocatedFinding located) {
        Finding finding = located.finding();
        List<ContentItem> items = new ArrayList<>();
        items.add(ContentItem.code(HAS_CONCEPT_MOD, RENDERING_INTENT, PRESENTATION_REQUIRED));
        items.add(ContentItem.text(HAS_OBS_CONTEXT, Concepts.TRACKING_IDENTIFIER, located.label()));
        items.add(ContentItem.uidRef(
                HAS_OBS_CONTEXT,
                Concepts.TRACKING_UNIQUE_IDENTIFIER,
                report.uids().tracking(finding.key(), located.mammogram().source(), located.ordinal())));
        items.addAll(Algorithm.mark(report, located).encode(HAS_PROPERTIES));
        items.add(ContentItem.num(
                HAS_PROPERTIES,
                Concepts.CERTAINTY_OF_FINDING,
                Impression.percent(located.certainty()),
                Concepts.PERCENT));
        ContentItem image = ContentItem.reference(SELECTED_FROM, inLibrary(located.mammogram()));
        items.add(ContentItem.scoord(
                HAS_PROPERTIES,
                CENTER,
                GraphicType.POINT,
                List.of(graphic(located.box().center())),
                image));
        items.add(ContentItem.scoord(
                HAS_PROPERTIES,
                OUTLINE,
                GraphicType.POLYLINE,
                closed(located.box().outline()),
                image));
        if (finding.isSelectedRegion()) {
            items.add(ContentItem.text(HAS_PROPERTIES, REGION_DESCRIPTION, finding.title()));
        } else if (finding.isNippleCharacteristic()) {
            items.add(ContentItem.code(HAS_PROPERTIES, NIPPLE_CHARACTERISTIC, finding.measured()));
        }
        return new ContentItem.Code(CONTAINS, SINGLE_IMAGE_FINDING, finding.singleImage(), items);
    }

    /** The points of a closed POLYLINE: the first is repeated at the end (PS3.3 C.18.6.1.2). */
    static List<GraphicPoint> closed(List<PixelPoint> outline) {
        List<GraphicPoint> points = new ArrayList<>();
        outline.forEach(point -> points.add(graphic(point)));
        points.add(points.get(0));
        return points;
    }

    private static GraphicPoint graphic(PixelPoint point) {
        return new GraphicPoint((float) point.column(), (float) point.row());
    }
}
