package org.mammoclip.mammogram.select;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.mammogram.Laterality;

/**
 * The side of an image from every attribute that states one: Image Laterality, Laterality, Frame Laterality, and in
 * lenient mode descriptions. All must agree: a wrong side is worse than a missing result.
 */
enum Side {
    LEFT,
    RIGHT,
    BOTH,
    UNRESOLVED,
    CONFLICT;

    private static final Pattern SIDE_TOKEN =
            Pattern.compile("(LEFT|RIGHT|[LR](?=$|CC$|MLO$|ML$|LM$|LMO$|XCC[LM]$|FB$))");
    private static final int[] DESCRIPTIONS = {
        Tag.SeriesDescription, Tag.ProtocolName, Tag.AcquisitionDeviceProcessingDescription
    };

    static Side of(DataSet image, boolean lenient) {
        Set<Side> stated = EnumSet.noneOf(Side.class);
        image.string(Tag.ImageLaterality).flatMap(Side::parse).ifPresent(stated::add);
        image.string(Tag.Laterality).flatMap(Side::parse).ifPresent(stated::add);
        frames(image).forEach(value -> parse(value).ifPresent(stated::add));
        if (lenient) {
            Set<Side> text = text(image);
            if (text.size() == 1) {
                stated.addAll(text);
            }
        }
        return switch (stated.size()) {
            case 0 -> UNRESOLVED;
            case 1 -> stated.iterator().next();
            default -> CONFLICT;
        };
    }

    Optional<Laterality> laterality() {
        return switch (this) {
            case LEFT -> Optional.of(Laterality.LEFT);
            case RIGHT -> Optional.of(Laterality.RIGHT);
            case BOTH, UNRESOLVED, CONFLICT -> Optional.empty();
        };
    }

    private static Optional<Side> parse(String value) {
        return switch (value.strip().toUpperCase(Locale.ROOT)) {
            case "L", "LEFT" -> Optional.of(LEFT);
            case "R", "RIGHT" -> Optional.of(RIGHT);
            case "B", "BILATERAL" -> Optional.of(BOTH);
            default -> Optional.empty();
        };
    }

    private static Set<String> frames(DataSet image) {
        List<DataSet> groups = new ArrayList<>(image.items(Tag.SharedFunctionalGroupsSequence));
        groups.addAll(image.items(Tag.PerFrameFunctionalGroupsSequence));
        Set<String> values = new TreeSet<>();
        for (DataSet group : groups) {
            group.item(Tag.FrameAnatomySequence)
                    .flatMap(anatomy -> anatomy.string(Tag.FrameLaterality))
                    .ifPresent(values::add);
        }
        return values;
    }

    private static Set<Side> text(DataSet image) {
        Set<Side> found = EnumSet.noneOf(Side.class);
        for (String token : tokens(image)) {
            Matcher matcher = SIDE_TOKEN.matcher(token);
            if (matcher.lookingAt()) {
                found.add(matcher.group(1).charAt(0) == 'L' ? LEFT : RIGHT);
            }
        }
        return found;
    }

    /** The words of the descriptions that may tell side and view in lenient mode, upper case. */
    static List<String> tokens(DataSet image) {
        List<String> tokens = new ArrayList<>();
        for (int tag : DESCRIPTIONS) {
            for (String value : image.strings(tag)) {
                for (String token : value.toUpperCase(Locale.ROOT).split("[^A-Z0-9]+")) {
                    if (!token.isEmpty()) {
                        tokens.add(token);
                    }
                }
            }
        }
        return tokens;
    }
}
