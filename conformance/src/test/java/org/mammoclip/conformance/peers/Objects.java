package org.mammoclip.conformance.peers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.DimseProvider;
import org.mammoclip.dicom.dimse.InstanceSender;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;

/** DICOM objects wholly in memory, so that they can be compared, and the embedded node's sender. */
public final class Objects {
    private Objects() {}

    /** The object of Part 10 bytes. */
    public static Part10File read(byte[] part10) throws IOException {
        return Part10Reader.read(new ByteArrayInputStream(part10), ReadLimits.DEFAULT);
    }

    public static Part10File read(Path file) throws IOException {
        return read(Files.readAllBytes(file));
    }

    public static DataSet dataSet(byte[] part10) throws IOException {
        return read(part10).dataSet();
    }

    /** Sends to a peer as the AE title that the worker has. */
    public static InstanceSender sender(RemoteAe remote) {
        return sender(remote, "MAMMOCLIP");
    }

    public static InstanceSender sender(RemoteAe remote, String calling) {
        DimseProvider provider = ServiceLoader.load(DimseProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.name().equals("embedded"))
                .findFirst()
                .orElseThrow();
        return provider.sender(remote, new AeTitle(calling));
    }
}
