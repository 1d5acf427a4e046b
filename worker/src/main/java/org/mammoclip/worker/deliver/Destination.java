package org.mammoclip.worker.deliver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.InstanceSender;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.web.QidoClient;
import org.mammoclip.dicom.web.StowClient;

/** A peer that takes our objects. Thread-safe. */
public interface Destination {
    /** How a server that offers STOW-RS but no QIDO-RS answers a query. */
    Set<String> NO_QUERIES = Set.of("HTTP 400", "HTTP 405", "HTTP 406", "HTTP 501");

    /** The configured name. */
    String name();

    /** Whether the peer answers now. */
    SendOutcome alive();

    /**
     * Sends files of one study in order.
     *
     * @param files by SOP Instance UID, in sending order
     * @return one outcome per object, in the same order
     * @throws IOException if a file cannot be read; then nothing was sent
     */
    List<SendOutcome> send(Uid studyInstanceUid, Map<Uid, Path> files) throws IOException;

    /** C-STORE and C-ECHO. */
    static Destination dimse(String name, InstanceSender sender) {
        return new Destination() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public SendOutcome alive() {
                return sender.echo();
            }

            @Override
            public List<SendOutcome> send(Uid studyInstanceUid, Map<Uid, Path> files) {
                return sender.store(List.copyOf(files.values()));
            }
        };
    }

    /** STOW-RS and QIDO-RS. */
    static Destination dicomWeb(String name, StowClient stow, QidoClient qido) {
        return new Destination() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public SendOutcome alive() {
                SendOutcome answer = qido.alive();
                // A server that takes no queries answers so; it may well take objects.
                return answer instanceof SendOutcome.Refused refused
                                && NO_QUERIES.contains(refused.status().comment())
                        ? new SendOutcome.Accepted(refused.status())
                        : answer;
            }

            @Override
            public List<SendOutcome> send(Uid studyInstanceUid, Map<Uid, Path> files) throws IOException {
                Map<Uid, SendOutcome> outcomes = stow.store(studyInstanceUid, List.copyOf(files.values()));
                return files.keySet().stream()
                        .map(uid -> outcomes.getOrDefault(
                                uid, new SendOutcome.Unreachable("the answer does not mention the object")))
                        .toList();
            }
        };
    }
}
