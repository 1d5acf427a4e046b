package org.mammoclip.mammoclip;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.List;
import org.mammoclip.mammoclip.demo.DemoCheckpoint;

/** What opening a finding set on the demonstration checkpoint loads. */
record OpenParts(NDManager manager, List<ImageTower> towers) implements AutoCloseable {
    static OpenParts ofDemo(FindingSet set) throws IOException {
        NDManager manager = NDManager.newBaseManager(Device.cpu());
        try (DemoCheckpoint demo = new DemoCheckpoint()) {
            TowerInput input = new TowerInput(demo.description().preparation());
            ClipTower clip = ClipTower.load(manager, demo, input, Precision.FLOAT32);
            PartFiles files = new PartFiles(manager, demo, clip, input, Precision.FLOAT32);
            List<FindingScorer> unused =
                    new FindingLoader(manager, clip, TextTower.load(manager, demo), files).findings(set);
            return new OpenParts(manager, files.towers());
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
