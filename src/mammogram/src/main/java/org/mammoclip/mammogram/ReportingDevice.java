package org.mammoclip.mammogram;

/**
 * The equipment that our objects name as their maker (General Equipment module, PS3.3 C.7.5.1).
 *
 * @param manufacturer Manufacturer (0008,0070)
 * @param modelName Manufacturer's Model Name (0008,1090)
 * @param serialNumber Device Serial Number (0018,1000): the node
 */
public record ReportingDevice(String manufacturer, String modelName, String serialNumber) {
    /** Manufacturer of every object this product writes; what {@link DecisionCode#IGNORE_OWN} looks for. */
    public static final String MANUFACTURER = "Mammo-CLIP";

    /** Model name of every object this product writes. */
    public static final String MODEL_NAME = "Mammo-CLIP Worker";

    private static final int MAX_LENGTH = 64;

    /** @throws IllegalArgumentException if a part does not fit a Long String (PS3.5 6.2) */
    public ReportingDevice {
        check(manufacturer);
        check(modelName);
        check(serialNumber);
    }

    /** This product on the named node. */
    public static ReportingDevice node(String serialNumber) {
        return new ReportingDevice(MANUFACTURER, MODEL_NAME, serialNumber);
    }

    private static void check(String text) {
        if (text.isBlank() || text.length() > MAX_LENGTH || text.chars().anyMatch(c -> c < ' ' || c == '\\')) {
            throw new IllegalArgumentException(
                    "equipment names have 1 to " + MAX_LENGTH + " characters without backslash or control characters");
        }
    }
}
