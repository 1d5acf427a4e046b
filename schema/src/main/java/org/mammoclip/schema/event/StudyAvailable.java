package org.mammoclip.schema.event;

import java.time.Instant;
import java.util.UUID;
import org.mammoclip.dicom.Uid;

/**
 * A study is complete at a source ({@code imaging.study.available.v1}).
 *
 * @param eventId the same at every repetition of the announcement
 * @param source a configured name, 1 to 64 of letters, digits, dot, underscore, hyphen; never an address
 * @param priority of the request
 * @param accessionNumber empty: none; at most 64 characters
 */
public record StudyAvailable(
        UUID eventId,
        Uid studyInstanceUid,
        String source,
        Priority priority,
        String accessionNumber,
        Instant occurredAt) {
    /** The most urgent first. */
    public enum Priority {
        URGENT,
        ROUTINE,
        BACKFILL
    }

    public StudyAvailable {
        if (!source.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("a source is a configured name: length " + source.length());
        }
        if (accessionNumber.length() > 64 || accessionNumber.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("an accession number is at most 64 characters, none of them control");
        }
    }
}
