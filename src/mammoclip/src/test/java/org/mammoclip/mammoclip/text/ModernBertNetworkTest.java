package org.mammoclip.mammoclip.text;

class ModernBertNetworkTest extends TextNetworkContract {
    @Override
    TextArchitecture architecture() {
        return new ModernBertArchitecture(12, 4, 16, 2, 24, 16, 64);
    }
}
