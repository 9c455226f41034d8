package io.ris.hub.alerts.observing;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.web.AnswerMeter;
import io.ris.hub.platform.web.LatencyHistogram;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/** How each node answers requests, in the platform's database. */
@HubService
class RequestFigureRepository {

    private final Store store;

    @Inject
    RequestFigureRepository(Store store) {
        this.store = store;
    }

    /** Of no weight, so not waited for. */
    void put(String node, Instant at, AnswerMeter.Reading reading) {
        collection()
                .withWriteConcern(WriteConcern.W1)
                .replaceOne(
                        eq("_id", node),
                        new Document("at", Date.from(at))
                                .append("answers", reading.answers())
                                .append("faults", reading.faults())
                                .append("times", reading.times().counts()),
                        new ReplaceOptions().upsert(true));
    }

    /** What each node told since a time. */
    List<AnswerMeter.Reading> since(Instant from) {
        return collection()
                .find(gte("at", Date.from(from)))
                .map(told -> new AnswerMeter.Reading(
                        told.getLong("answers"),
                        told.getLong("faults"),
                        new LatencyHistogram(told.getList("times", Long.class))))
                .into(new ArrayList<>());
    }

    void prune(Instant before) {
        collection().deleteMany(lt("at", Date.from(before)));
    }

    private MongoCollection<Document> collection() {
        return store.platform().commands().getCollection("request_figures");
    }
}
