package org.mammoclip.worker.config;

import java.net.URI;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.web.Authentication;

/** A place that results are sent to. */
public sealed interface DestinationConfig {
    /** The name that deliveries carry; unique. */
    String name();

    /** C-STORE. */
    record Dimse(String name, AeTitle aeTitle, String host, int port) implements DestinationConfig {}

    /** STOW-RS. */
    record DicomWeb(String name, URI stowRs, Authentication authentication) implements DestinationConfig {}

    /** The value of the key {@code type}. */
    enum Type {
        DIMSE,
        DICOMWEB
    }

    static DestinationConfig read(Section section) {
        String name = Names.read(section, "the name of the destination in reports and metrics");
        Type type = section.choice("type", Type.class, Type.DIMSE, "protocol");
        boolean web = type == Type.DICOMWEB;
        AeTitle aeTitle = section.value(
                "aeTitle", "an AE title", new AeTitle("PACS"), "null", AeTitle::new, "called AE title (dimse)");
        String host = section.string("host", "localhost", "name or address (dimse)");
        int port = section.integer("port", 104, 1, 65_535, "TCP port (dimse)");
        if (section.flag("storageCommitment", false, "ask the peer to commit what it stored (dimse)")) {
            section.problem("storageCommitment", "is not offered by this version; set it to false");
        }
        URI stowRs = section.uri("stowRs", "base address of STOW-RS (dicomweb)");
        Authentication authentication = WebAccess.read(section);
        if (!web && !section.has("aeTitle")) {
            section.problem("aeTitle", "is missing; a dimse destination needs the peer's AE title");
        }
        if (web && stowRs == null) {
            section.problem("stowRs", "is missing; a dicomweb destination needs an http or https address");
        }
        return web
                ? new DicomWeb(name, stowRs == null ? URI.create("http://localhost") : stowRs, authentication)
                : new Dimse(name, aeTitle, host, port);
    }
}
