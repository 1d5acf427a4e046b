package org.mammoclip.mammoclip.text;

class BertNetworkTest extends TextNetworkContract {
    @Override
    TextArchitecture architecture() {
        return new BertArchitecture(12, 2, 16, 2, 32, 16);
    }
}
