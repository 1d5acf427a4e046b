package org.mammoclip.dicom.file;

import java.util.regex.Pattern;
import org.mammoclip.dicom.Uid;

/**
 * Who wrote a file or opened an association (PS3.7 D.3.3.2, PS3.10 7.1).
 *
 * @param classUid Implementation Class UID
 * @param versionName Implementation Version Name, 1 to 16 characters of the default repertoire without backslash
 */
public record Implementation(Uid classUid, String versionName) {
    private static final Pattern VERSION_NAME = Pattern.compile("[!-\\[\\]-~](?:[ -\\[\\]-~]{0,14}[!-\\[\\]-~])?");

    /** This product. The UID never changes; the name carries the version. */
    public static final Implementation MAMMOCLIP =
            new Implementation(Uid.of("2.25.160623693314946701602160428828522160736"), "MAMMOCLIP_0.1");

    /** @throws IllegalArgumentException if the version name is no SH value */
    public Implementation {
        if (!isVersionName(versionName)) {
            throw new IllegalArgumentException("Implementation Version Name is 1 to 16 printable characters");
        }
    }

    private static boolean isVersionName(String name) {
        return VERSION_NAME.matcher(name).matches();
    }
}
