package org.mammoclip.dicom.testkit;

import org.junit.jupiter.api.Nested;
import org.mammoclip.dicom.dimse.DimseProvider;

/**
 * What every implementation of the DIMSE service provider interface does (PS3.7, PS3.8). Extend it in a test class, name
 * the provider, run it with JUnit 5. Every violation by the scripted peer is followed by a proper association that must
 * be served.
 */
public abstract class DimseProviderContract {
    /** The implementation under test. */
    protected abstract DimseProvider provider();

    @Nested
    class Negotiation extends NegotiationContract {
        @Override
        DimseProvider provider() {
            return DimseProviderContract.this.provider();
        }
    }

    @Nested
    class Storing extends StoringContract {
        @Override
        DimseProvider provider() {
            return DimseProviderContract.this.provider();
        }
    }

    @Nested
    class HostilePeer extends HostilePeerContract {
        @Override
        DimseProvider provider() {
            return DimseProviderContract.this.provider();
        }
    }

    @Nested
    class Stopping extends StoppingContract {
        @Override
        DimseProvider provider() {
            return DimseProviderContract.this.provider();
        }
    }

    @Nested
    class Sending extends SendingContract {
        @Override
        DimseProvider provider() {
            return DimseProviderContract.this.provider();
        }
    }
}
