package org.mammoclip.worker.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How we show who we are to a DICOMweb server. The secret itself is read when it is used, so a rotated file counts. */
public sealed interface Credentials {
    /** HTTP Basic (RFC 7617). */
    record Basic(String username, Path passwordFile) implements Credentials {}

    /** A bearer token (RFC 6750). */
    record Bearer(Path tokenFile) implements Credentials {}

    /** The optional {@code auth} section. */
    static @Nullable Credentials read(Section parent) {
        return parent.optionalSection(
                "auth", "username and passwordFile, or tokenFile; leave out for none", section -> {
                    String username = section.string("username", "", "user for HTTP Basic");
                    Path passwordFile = section.path("passwordFile", null, "file with the password");
                    Path tokenFile = section.path("tokenFile", null, "file with a bearer token");
                    if (tokenFile != null && passwordFile == null && username.isEmpty()) {
                        return new Bearer(tokenFile);
                    }
                    if (tokenFile == null && passwordFile != null && !username.isEmpty()) {
                        return new Basic(username, passwordFile);
                    }
                    section.problem("auth", "give either username and passwordFile, or tokenFile");
                    return new Basic(username, Path.of(""));
                });
    }
}
