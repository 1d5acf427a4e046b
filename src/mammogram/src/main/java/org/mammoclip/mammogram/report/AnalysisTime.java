package org.mammoclip.mammogram.report;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.DateTimeText;
import org.mammoclip.dicom.Tag;

/**
 * The time of the analysis, to the second, in the zone that governs every date and time of the object: that of the images
 * if they state one (Timezone Offset From UTC, PS3.3 C.12.1.1.8), else the caller's.
 */
public record AnalysisTime(OffsetDateTime value, boolean zoneOfImages) {
    static AnalysisTime of(OffsetDateTime analysedAt, DataSet image) {
        Optional<ZoneOffset> zone = image.string(Tag.TimezoneOffsetFromUTC)
                .filter(text -> text.matches("[+-](0\\d|1[0-3])[0-5]\\d"))
                .map(text -> ZoneOffset.of(text.substring(0, 3) + ":" + text.substring(3)));
        OffsetDateTime value = analysedAt.truncatedTo(ChronoUnit.SECONDS);
        return new AnalysisTime(zone.map(value::withOffsetSameInstant).orElse(value), zone.isPresent());
    }

    /** DA. */
    public String date() {
        return DateTimeText.format(value.toLocalDate());
    }

    /** TM. */
    public String time() {
        return DateTimeText.format(value.toLocalTime());
    }

    /** DT with offset. */
    public String dateTime() {
        return DateTimeText.format(value);
    }

    /** Timezone Offset From UTC. */
    public String zone() {
        return DateTimeText.format(value.getOffset());
    }
}
