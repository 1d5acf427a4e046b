/**
 * The DIMSE service provider interface: what the product needs of a DICOM node (C-ECHO and C-STORE, PS3.7), independent
 * of the implementation. Start at {@link org.mammoclip.dicom.dimse.DimseProvider}; implementations are found with
 * {@link java.util.ServiceLoader} and all pass the test kit's {@code DimseProviderContract}.
 */
@NullMarked
package org.mammoclip.dicom.dimse;

import org.jspecify.annotations.NullMarked;
