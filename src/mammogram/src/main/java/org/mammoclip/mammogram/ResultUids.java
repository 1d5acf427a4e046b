package org.mammoclip.mammogram;

import java.util.UUID;
import org.mammoclip.dicom.Uid;

/**
 * The UIDs of the objects that report one scoring of one study. Derived (PS3.5 B.2, version 5 UUID of a name), so that
 * the same images scored by the same model give the same objects and a second delivery is harmless; any change of
 * images, revision, model, code, findings, thresholds or profile gives others.
 */
public final class ResultUids {
    /** Name space of this product's names; never changes. */
    private static final UUID NAMESPACE = UUID.fromString("0791596c-8140-42b2-88e5-445c2c12eae6");

    private final String study;
    private final String key;
    private final ModelIdentity model;

    private ResultUids(String study, String key, ModelIdentity model) {
        this.study = study;
        this.key = key;
        this.model = model;
    }

    /**
     * @param study the images that were to be scored
     * @param revision 1 for the first result of the study, then counting up
     */
    public static ResultUids of(ScreeningStudy study, int revision, ModelIdentity model, OutputProfile profile) {
        StringBuilder images = new StringBuilder();
        study.mammograms().stream()
                .map(mammogram -> mammogram.source().sopInstanceUid().value())
                .sorted()
                .forEach(uid -> images.append(uid).append(','));
        String key = String.join(
                "|",
                study.studyInstanceUid().value(),
                Integer.toString(revision),
                images,
                model.checkpointSha256(),
                model.name(),
                model.version(),
                model.codeVersion(),
                model.preprocessingVersion(),
                model.thresholdsVersion(),
                model.findingsSha256(),
                profile.name());
        return new ResultUids(study.studyInstanceUid().value(), key, model);
    }

    public Uid mammographyCadSr() {
        return derive("cad-sr", key);
    }

    public Uid mammographyCadSrSeries() {
        return derive("cad-sr-series", key);
    }

    public Uid tid1500Report() {
        return derive("tid1500", key);
    }

    public Uid tid1500ReportSeries() {
        return derive("tid1500-series", key);
    }

    /** The Secondary Capture made from one image. */
    public Uid overlay(InstanceReference source) {
        return derive("overlay", key + "|" + source.sopInstanceUid());
    }

    public Uid overlaySeries() {
        return derive("overlay-series", key);
    }

    /** Device UID: the exact model with code version; changes whenever a score could. */
    public Uid device() {
        return derive(
                "device",
                String.join(
                        "|",
                        model.checkpointSha256(),
                        model.name(),
                        model.version(),
                        model.codeVersion(),
                        model.preprocessingVersion(),
                        model.thresholdsVersion(),
                        model.findingsSha256()));
    }

    /**
     * Tracking Unique Identifier (112040) of a finding in an image; the same in every report and revision about it.
     *
     * @param finding the name of the finding
     * @param ordinal counts regions of the same finding in the same image from 1
     */
    public Uid tracking(String finding, InstanceReference source, int ordinal) {
        return derive("tracking", study + "|" + source.sopInstanceUid() + "|" + finding + "|" + ordinal);
    }

    /** Tracking Unique Identifier of a finding in a breast that has no place. */
    public Uid tracking(String finding, Laterality laterality) {
        return derive("tracking", study + "|" + laterality + "|" + finding);
    }

    /** Tracking Unique Identifier of the study-level result. */
    public Uid studyTracking() {
        return derive("tracking", study);
    }

    private static Uid derive(String kind, String name) {
        return Uid.nameBased(NAMESPACE, kind + "|" + name);
    }
}
