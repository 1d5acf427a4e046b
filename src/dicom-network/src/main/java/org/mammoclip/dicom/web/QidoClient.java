package org.mammoclip.dicom.web;

import java.util.ArrayList;
import java.util.List;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.dimse.StoreStatus;

/** QIDO-RS (PS3.18 10.6) as a client. Thread-safe. */
public final class QidoClient {
    /** Pages asked for when the server says that its answer is incomplete. */
    static final int MAX_PAGES = 100;

    private final WebEndpoint endpoint;
    private final WebExchange exchange;

    public QidoClient(WebEndpoint endpoint) {
        this(endpoint, new WebExchange(endpoint));
    }

    QidoClient(WebEndpoint endpoint, WebExchange exchange) {
        this.endpoint = endpoint;
        this.exchange = exchange;
    }

    /**
     * The instances of a study with at least SOP Class UID, SOP Instance UID and Series Instance UID; empty when the
     * server knows none (200 with an empty array, 204 or 404).
     *
     * @throws WebException if the server could not be reached or answered with an error
     */
    public List<DataSet> instances(Uid study) throws WebException {
        List<DataSet> result = new ArrayList<>();
        for (int page = 0; page < MAX_PAGES; page++) {
            String offset = page == 0 ? "" : "?offset=" + result.size();
            try (WebExchange.Response response = exchange.get(
                    endpoint.resolve("/studies/" + study.value() + "/instances" + offset), WebExchange.DICOM_JSON)) {
                if (response.status() == 204 || response.status() == 404) {
                    return result;
                }
                if (!response.isOk()) {
                    throw WebExchange.failure(response.status());
                }
                List<DataSet> more = response.json();
                result.addAll(more);
                // Warning 299: there are more results than were sent (PS3.18 8.3.4.4)
                if (more.isEmpty() || response.warnings().stream().noneMatch(warning -> warning.startsWith("299"))) {
                    return result;
                }
            }
        }
        return result;
    }

    /**
     * Whether the service answers {@code GET /studies?limit=1} with 200 or 204. Never throws for what the network does.
     */
    public SendOutcome alive() {
        try (WebExchange.Response response =
                exchange.get(endpoint.resolve("/studies?limit=1"), WebExchange.DICOM_JSON)) {
            return response.isOk() ? new SendOutcome.Accepted(StoreStatus.SUCCESS) : HttpOutcome.of(response.status());
        } catch (WebException e) {
            return HttpOutcome.of(e);
        }
    }
}
