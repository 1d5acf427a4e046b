package org.mammoclip.dicom.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.InstanceReceiver;
import org.mammoclip.dicom.dimse.StoreRequest;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.dicom.file.DicomFormatException;
import org.mammoclip.dicom.file.FileMeta;
import org.mammoclip.dicom.file.Implementation;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.dicom.file.TransferSyntax;

/** The C-STORE SCP side of an {@link InMemoryPacs}. */
final class DimseArchiver implements InstanceReceiver {
    private static final Implementation IMPLEMENTATION =
            new Implementation(ExamIdentity.uid(0, "in-memory-pacs"), "INMEMORY_PACS");

    private final PacsArchive archive;
    private final PacsFaults faults;
    private final Runnable cutConnections;

    DimseArchiver(PacsArchive archive, PacsFaults faults, Runnable cutConnections) {
        this.archive = archive;
        this.faults = faults;
        this.cutConnections = cutConnections;
    }

    /** All classes of breast imaging and its results, in every transfer syntax. */
    static Map<Uid, Set<Uid>> storageContexts() {
        Set<Uid> syntaxes = new HashSet<>();
        for (TransferSyntax syntax : TransferSyntax.values()) {
            syntaxes.add(syntax.uid());
        }
        Map<Uid, Set<Uid>> contexts = new HashMap<>();
        for (Uid sopClass : List.of(
                SopClass.COMPUTED_RADIOGRAPHY_IMAGE,
                SopClass.DIGITAL_X_RAY_IMAGE_FOR_PRESENTATION,
                SopClass.DIGITAL_X_RAY_IMAGE_FOR_PROCESSING,
                SopClass.DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_FOR_PRESENTATION,
                SopClass.DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_FOR_PROCESSING,
                SopClass.BREAST_TOMOSYNTHESIS_IMAGE,
                SopClass.SECONDARY_CAPTURE_IMAGE,
                SopClass.MULTI_FRAME_TRUE_COLOR_SECONDARY_CAPTURE_IMAGE,
                SopClass.GRAYSCALE_SOFTCOPY_PRESENTATION_STATE,
                SopClass.BASIC_TEXT_SR,
                SopClass.ENHANCED_SR,
                SopClass.COMPREHENSIVE_SR,
                SopClass.COMPREHENSIVE_3D_SR,
                SopClass.MAMMOGRAPHY_CAD_SR,
                SopClass.KEY_OBJECT_SELECTION_DOCUMENT,
                SopClass.X_RAY_RADIATION_DOSE_SR)) {
            contexts.put(sopClass, syntaxes);
        }
        return contexts;
    }

    @Override
    public StoreStatus receive(StoreRequest request, InputStream encodedDataSet) throws IOException {
        Optional<PacsFault> fault = faults.next(f -> !(f instanceof PacsFault.Http));
        if (fault.isPresent() && fault.get() instanceof PacsFault.CloseConnection) {
            cutConnections.run();
            return StoreStatus.processingFailure("injected fault");
        }
        if (fault.isPresent() && fault.get() instanceof PacsFault.Refuse refuse) {
            return refuse.status();
        }
        TransferSyntax syntax = TransferSyntax.of(request.transferSyntaxUid()).orElseThrow();
        try (PacsArchive.Incoming incoming = archive.incoming()) {
            incoming.out()
                    .write(FileMeta.encode(request.sopClassUid(), request.sopInstanceUid(), syntax, IMPLEMENTATION));
            encodedDataSet.transferTo(incoming.out());
            PacsArchive.Candidate candidate = incoming.finish();
            if (!candidate.uid(Tag.SOPInstanceUID).equals(request.sopInstanceUid())
                    || !candidate.uid(Tag.SOPClassUID).equals(request.sopClassUid())) {
                return StoreStatus.dataSetMismatch("data set and command differ");
            }
            incoming.store(candidate);
        } catch (DicomFormatException | PacsArchive.MissingIdentifierException e) {
            return StoreStatus.cannotUnderstand("no composite instance");
        }
        if (fault.isPresent() && fault.get() instanceof PacsFault.LoseResponse) {
            cutConnections.run();
        }
        return StoreStatus.SUCCESS;
    }
}
