/**
 * The embedded node, one class per layer of the standard. Reading order:
 *
 * <ol>
 *   <li>PS3.8 9.2: {@code UpperLayerStateMachine} (states, events and actions as data), {@code Pdu} and {@code PduCodec}
 *       (9.3), {@code PduReader} (bounded reading), {@code Transport} (the TCP or TLS connection with its time limits),
 *       {@code UpperLayer} (performs the actions).
 *   <li>The acceptor: {@code Doorkeeper} (one thread for all connections that have not yet been admitted),
 *       {@code Admission} (who may come in), {@code Negotiation} (presentation contexts),
 *       {@code AcceptedAssociation} (one thread per association), {@code EmbeddedListener} (the object graph and stop).
 *   <li>PS3.7: {@code CommandSet}, {@code MessageReader}, {@code DataSetStream}, {@code StorageService}.
 *   <li>The requestor: {@code EmbeddedSender} and {@code RequestedAssociation}.
 * </ol>
 *
 * <p>No patient data reaches a log from here: AE titles and addresses at info level, UIDs never.
 */
@NullMarked
package org.mammoclip.dicom.node.internal;

import org.jspecify.annotations.NullMarked;
