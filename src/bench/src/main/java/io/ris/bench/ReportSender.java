package io.ris.bench;

import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** Sends the reports of some agents in turn, each time one with other values and the time of sending. Not thread-safe. */
final class ReportSender implements TimedLoad.Client {

    private static final int ACCEPTED = 202;

    private final KeptConnection connection;
    private final List<List<StampedRequest>> agents;
    private final Clock clock;
    private int turn;

    /** @param agents the prepared reports of each */
    ReportSender(KeptConnection connection, List<List<StampedRequest>> agents, Clock clock) {
        this.connection = connection;
        this.agents = agents;
        this.clock = clock;
    }

    @Override
    public HttpAnswer ask() throws IOException {
        List<StampedRequest> reports = agents.get(turn % agents.size());
        StampedRequest report = reports.get(turn / agents.size() % reports.size());
        turn++;
        HttpAnswer answer = connection.exchange(report.at(clock.instant()));
        if (answer.status() != ACCEPTED) {
            throw new IOException("a report was answered " + answer.status());
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
