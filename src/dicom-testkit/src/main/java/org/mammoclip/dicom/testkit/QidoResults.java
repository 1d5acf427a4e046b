package org.mammoclip.dicom.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Dictionary;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;

/** Search results of QIDO-RS (PS3.18 10.6.3) from headers of stored objects. */
final class QidoResults {
    private static final int[] STUDY = {
        Tag.StudyDate,
        Tag.StudyTime,
        Tag.AccessionNumber,
        Tag.ReferringPhysicianName,
        Tag.PatientName,
        Tag.PatientID,
        Tag.PatientBirthDate,
        Tag.PatientSex,
        Tag.StudyInstanceUID,
        Tag.StudyID
    };
    private static final int[] SERIES = {
        Tag.StudyInstanceUID, Tag.Modality, Tag.SeriesDescription, Tag.SeriesInstanceUID, Tag.SeriesNumber
    };
    private static final int[] INSTANCE = {
        Tag.SOPClassUID,
        Tag.SOPInstanceUID,
        Tag.StudyInstanceUID,
        Tag.SeriesInstanceUID,
        Tag.Modality,
        Tag.InstanceNumber,
        Tag.Rows,
        Tag.Columns
    };

    private QidoResults() {}

    static List<DataSet> studies(List<PacsArchive.Entry> entries) {
        return grouped(entries, entry -> entry.instance().studyInstanceUid()).stream()
                .map(study -> DataSet.builder()
                        .copy(study.get(0).header(), STUDY)
                        .text(
                                Tag.ModalitiesInStudy,
                                study.stream()
                                        .map(entry -> entry.instance().modality())
                                        .distinct()
                                        .toArray(String[]::new))
                        .integers(
                                Tag.NumberOfStudyRelatedSeries,
                                grouped(study, entry -> entry.instance().seriesInstanceUid())
                                        .size())
                        .integers(Tag.NumberOfStudyRelatedInstances, study.size())
                        .build())
                .toList();
    }

    static List<DataSet> series(List<PacsArchive.Entry> entries) {
        return grouped(entries, entry -> entry.instance().seriesInstanceUid()).stream()
                .map(series -> DataSet.builder()
                        .copy(series.get(0).header(), SERIES)
                        .integers(Tag.NumberOfSeriesRelatedInstances, series.size())
                        .build())
                .toList();
    }

    static List<DataSet> instances(List<PacsArchive.Entry> entries) {
        return entries.stream()
                .map(entry -> DataSet.builder().copy(entry.header(), INSTANCE).build())
                .toList();
    }

    private static List<List<PacsArchive.Entry>> grouped(
            List<PacsArchive.Entry> entries, Function<PacsArchive.Entry, Uid> key) {
        Map<Uid, List<PacsArchive.Entry>> groups = new LinkedHashMap<>();
        entries.forEach(entry ->
                groups.computeIfAbsent(key.apply(entry), k -> new ArrayList<>()).add(entry));
        return List.copyOf(groups.values());
    }

    /** Single value matching of keywords and tags; other parameters do not restrict. */
    static boolean matches(DataSet result, Map<String, String> query) {
        return query.entrySet().stream().allMatch(parameter -> {
            String name = parameter.getKey();
            if (name.matches("[0-9A-Fa-f]{8}")) {
                return result.strings(Integer.parseUnsignedInt(name, 16)).contains(parameter.getValue());
            }
            return Dictionary.lookup(name)
                    .map(entry -> result.strings(entry.tag()).contains(parameter.getValue()))
                    .orElse(true);
        });
    }
}
