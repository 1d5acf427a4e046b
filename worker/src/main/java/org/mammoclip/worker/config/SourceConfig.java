package org.mammoclip.worker.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.web.Authentication;

/**
 * A place to fetch announced studies from. Events name it; an address in an event is never followed.
 *
 * @param wadoRs base address of WADO-RS
 * @param qidoRs base address of QIDO-RS, null: the same
 */
public record SourceConfig(
        String name, Type type, URI wadoRs, @Nullable URI qidoRs, Authentication authentication) {
    /** The protocols a study can be fetched with. */
    public enum Type {
        DICOMWEB
    }

    static SourceConfig read(Section section) {
        return new SourceConfig(
                Names.read(section, "the name that events use"),
                section.choice("type", Type.class, Type.DICOMWEB, "protocol"),
                section.requiredUri("wadoRs", "base address of WADO-RS"),
                section.uri("qidoRs", "base address of QIDO-RS; null: the same"),
                WebAccess.read(section));
    }
}
