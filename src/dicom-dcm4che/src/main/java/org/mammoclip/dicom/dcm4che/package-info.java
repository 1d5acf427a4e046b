/**
 * The DIMSE interface on dcm4che-net, {@code dimse.provider: dcm4che}. Thin: dcm4che has the upper layer (PS3.8) and the
 * command sets (PS3.7), this package the policy of {@link org.mammoclip.dicom.dimse.ListenerConfig} and the mapping of
 * statuses. Start at {@link org.mammoclip.dicom.dcm4che.Dcm4cheDimseProvider}.
 */
@NullMarked
package org.mammoclip.dicom.dcm4che;

import org.jspecify.annotations.NullMarked;
