/**
 * What tests need around a DICOM product, without real patients and without real peers: screening exams computed from a
 * seed ({@link org.mammoclip.dicom.testkit.SyntheticExam}), a PACS in memory with DIMSE and DICOMweb
 * ({@link org.mammoclip.dicom.testkit.InMemoryPacs}), a peer on raw sockets that keeps or breaks PS3.8 as told
 * ({@link org.mammoclip.dicom.testkit.ScriptedPeer}), and the contract that every DIMSE implementation passes
 * ({@link org.mammoclip.dicom.testkit.DimseProviderContract}). Start at {@code SyntheticExam}.
 *
 * <p>For test scope, the quickstart and the benches; nothing here belongs into a production class path.
 */
@NullMarked
package org.mammoclip.dicom.testkit;

import org.jspecify.annotations.NullMarked;
