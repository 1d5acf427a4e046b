package org.mammoclip.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.conformance.peers.Dcmtk;
import org.mammoclip.conformance.peers.Program;
import org.mammoclip.conformance.peers.Site;
import org.mammoclip.dicom.testkit.AssociateRequest;
import org.mammoclip.dicom.testkit.ReceivedPdu;
import org.mammoclip.dicom.testkit.ScriptedPeer;

/** Who may call a worker whose callers are listed. */
class CallersInteropIT {
    @TempDir
    Path directory;

    @Test
    void onlyListedCallersFromTheirNetworksAreAccepted() throws Exception {
        try (Site site = Site.at(directory)
                .acceptedCallers(
                        "{ aeTitle: DCMTK, addresses: [127.0.0.0/8] }, { aeTitle: FAR, addresses: [10.1.0.0/16] }")) {
            int port = site.start().dimsePort();
            Program.Result echo = Dcmtk.echoscu("MAMMOCLIP", port);
            assertThat(echo.exitCode()).as(echo.output()).isZero();
            for (String caller : new String[] {"STRANGER", "FAR", "dcmtk"}) {
                try (ScriptedPeer peer = ScriptedPeer.connect(port)) {
                    peer.send(AssociateRequest.of("MAMMOCLIP", caller).encode());
                    assertThat(peer.expect(ReceivedPdu.ASSOCIATE_RJ).reason())
                            .as(caller)
                            .isEqualTo("1/1/3");
                }
            }
            assertThat(site.worker().metric("mammoclip_dimse_associations_total{outcome=\"rejected\""))
                    .isEqualTo(3);
        }
    }
}
