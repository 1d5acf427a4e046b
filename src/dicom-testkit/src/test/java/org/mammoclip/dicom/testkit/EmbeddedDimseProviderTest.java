package org.mammoclip.dicom.testkit;

import org.mammoclip.dicom.dimse.DimseProvider;
import org.mammoclip.dicom.node.EmbeddedDimseProvider;

/** The embedded node keeps the contract. */
class EmbeddedDimseProviderTest extends DimseProviderContract {
    private final DimseProvider provider = new EmbeddedDimseProvider();

    @Override
    protected DimseProvider provider() {
        return provider;
    }
}
