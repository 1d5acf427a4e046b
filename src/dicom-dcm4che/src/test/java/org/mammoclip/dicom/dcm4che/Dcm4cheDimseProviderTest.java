package org.mammoclip.dicom.dcm4che;

import org.junit.jupiter.api.extension.ExtendWith;
import org.mammoclip.dicom.dimse.DimseProvider;
import org.mammoclip.dicom.testkit.DimseProviderContract;

/** dcm4che keeps the contract, but for what the module's README lists. */
@ExtendWith(KnownDeviations.class)
class Dcm4cheDimseProviderTest extends DimseProviderContract {
    private final DimseProvider provider = new Dcm4cheDimseProvider();

    @Override
    protected DimseProvider provider() {
        return provider;
    }
}
