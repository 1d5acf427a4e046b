package org.mammoclip.dicom.testkit;

import org.mammoclip.dicom.dimse.DimseProvider;

/** What every implementation of the DIMSE service provider interface does. Extend it, name the provider, run it. */
public abstract class DimseProviderContract {
    /** The implementation under test. */
    protected abstract DimseProvider provider();
}
