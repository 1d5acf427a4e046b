package org.mammoclip.mammogram.report;

import static org.mammoclip.dicom.sr.Relationship.CONTAINS;
import static org.mammoclip.dicom.sr.Relationship.HAS_ACQ_CONTEXT;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.DateTimeText;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.sr.CodedConcept;
import org.mammoclip.dicom.sr.ContentItem;
import org.mammoclip.dicom.sr.ContentItem.Continuity;
import org.mammoclip.mammogram.Mammogram;

/** What an image library says about an image (PS3.16 TID 4020 and TID 1602): only what the image itself states. */
final class ImageContext {
    private final DataSet image;
    private final List<ContentItem> items = new ArrayList<>();

    private ImageContext(Mammogram mammogram) {
        this.image = mammogram.header().attributes();
    }

    /** TID 4020. */
    static List<ContentItem> forCad(Mammogram mammogram) {
        ImageContext context = new ImageContext(mammogram);
        context.code(Concepts.IMAGE_LATERALITY, Concepts.breast(mammogram.slot().laterality()));
        context.code(Concepts.IMAGE_VIEW, Concepts.view(mammogram.slot().view()));
        context.orientation();
        context.dateAndTime(Concepts.STUDY_DATE, Tag.StudyDate, Concepts.STUDY_TIME, Tag.StudyTime);
        context.dateAndTime(Concepts.CONTENT_DATE, Tag.ContentDate, Concepts.CONTENT_TIME, Tag.ContentTime);
        context.spacing();
        return context.items;
    }

    /** TID 1602. */
    static List<ContentItem> forMeasurements(Mammogram mammogram) {
        ImageContext context = new ImageContext(mammogram);
        context.code(Concepts.MODALITY, Concepts.MAMMOGRAPHY);
        context.code(Concepts.TARGET_REGION, Concepts.BREAST);
        context.code(Concepts.IMAGE_LATERALITY, Concepts.side(mammogram.slot().laterality()));
        context.code(Concepts.IMAGE_VIEW, Concepts.view(mammogram.slot().view()));
        context.orientation();
        context.spacing();
        return context.items;
    }

    /** A container of references to images, each with what {@code about} says of it. */
    static ContentItem.Container library(
            CodedConcept title, List<Mammogram> mammograms, Function<Mammogram, List<ContentItem>> about) {
        List<ContentItem> images = new ArrayList<>();
        for (Mammogram mammogram : mammograms) {
            images.add(new ContentItem.ImageRef(
                    CONTAINS,
                    null,
                    mammogram.source().sopClassUid(),
                    mammogram.source().sopInstanceUid(),
                    List.of(),
                    about.apply(mammogram)));
        }
        return new ContentItem.Container(CONTAINS, title, Continuity.SEPARATE, images);
    }

    private void code(CodedConcept concept, CodedConcept value) {
        items.add(ContentItem.code(HAS_ACQ_CONTEXT, concept, value));
    }

    private void orientation() {
        List<String> orientation = image.strings(Tag.PatientOrientation);
        if (orientation.size() == 2 && orientation.stream().noneMatch(String::isBlank)) {
            items.add(ContentItem.text(HAS_ACQ_CONTEXT, Concepts.PATIENT_ORIENTATION_ROW, orientation.get(0)));
            items.add(ContentItem.text(HAS_ACQ_CONTEXT, Concepts.PATIENT_ORIENTATION_COLUMN, orientation.get(1)));
        }
    }

    private void dateAndTime(CodedConcept dateConcept, int dateTag, CodedConcept timeConcept, int timeTag) {
        image.string(dateTag)
                .flatMap(DateTimeText::parseDate)
                .ifPresent(date -> items.add(ContentItem.date(HAS_ACQ_CONTEXT, dateConcept, date)));
        image.string(timeTag)
                .flatMap(DateTimeText::parseTime)
                .ifPresent(time -> items.add(ContentItem.time(HAS_ACQ_CONTEXT, timeConcept, time)));
    }

    /** Imager Pixel Spacing is row spacing, then column spacing (PS3.3 10.7.1.3): vertical, then horizontal. */
    private void spacing() {
        double[] spacing = image.decimals(Tag.ImagerPixelSpacing);
        if (spacing.length == 2 && spacing[0] > 0 && spacing[1] > 0) {
            items.add(ContentItem.num(
                    HAS_ACQ_CONTEXT, Concepts.HORIZONTAL_PIXEL_SPACING, spacing[1], Concepts.MILLIMETER));
            items.add(
                    ContentItem.num(HAS_ACQ_CONTEXT, Concepts.VERTICAL_PIXEL_SPACING, spacing[0], Concepts.MILLIMETER));
        }
    }
}
