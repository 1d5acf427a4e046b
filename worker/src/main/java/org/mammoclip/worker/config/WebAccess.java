package org.mammoclip.worker.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.web.Authentication;

/** The optional {@code auth} section of a DICOMweb source or destination. Secrets are named, never written here. */
final class WebAccess {
    private WebAccess() {}

    static Authentication read(Section parent) {
        Authentication authentication = parent.optionalSection(
                "auth", "username and passwordFile, or tokenFile; leave out for none", WebAccess::readAuthentication);
        return authentication == null ? new Authentication.None() : authentication;
    }

    private static Authentication readAuthentication(Section section) {
        String username = section.value(
                "username",
                "a user name without ':'",
                "",
                "null",
                text -> new Authentication.Basic(text, Path.of("")).username(),
                "user for HTTP Basic");
        @Nullable Path passwordFile = section.path("passwordFile", null, "file with the password");
        @Nullable Path tokenFile = section.path("tokenFile", null, "file with a bearer token");
        if (tokenFile != null && passwordFile == null && username.isEmpty()) {
            return new Authentication.Bearer(tokenFile);
        }
        if (tokenFile == null && passwordFile != null && !username.isEmpty()) {
            return new Authentication.Basic(username, passwordFile);
        }
        section.problem("username", "give either username and passwordFile, or tokenFile");
        return new Authentication.None();
    }
}
