package org.mammoclip.mammoclip.evaluate.table;

import java.util.Locale;
import java.util.Set;

/** Image names as tables and folders write them. */
public final class ImageNames {
    private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "dcm", "dicom");

    private ImageNames() {}

    /** The name without the extension of a picture or DICOM file; other dots, as in UIDs, stay. */
    public static String withoutExtension(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT))
                ? name.substring(0, dot)
                : name;
    }
}
