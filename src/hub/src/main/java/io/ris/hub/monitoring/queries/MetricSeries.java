package io.ris.hub.monitoring.queries;

import io.ris.hub.monitoring.AgentMetrics;
import io.ris.hub.monitoring.ReportMetrics;
import io.ris.hub.monitoring.timeseries.SeriesView;
import io.ris.hub.platform.HubException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Figures over time, thinned out to steps: each is the mean of what is in it. */
final class MetricSeries {

    /** Points that one chart may have. */
    static final int MOST_POINTS = 11_000;

    private MetricSeries() {}

    /** @throws HubException.Invalid if there is no such figure */
    static void requireMetric(String metric, @Nullable String containerId) {
        List<String> names = containerId == null ? ReportMetrics.OF_HOSTS : ReportMetrics.OF_CONTAINERS;
        if (!names.contains(metric)) {
            throw HubException.Invalid.rule("metric", "must be one of " + String.join(", ", names));
        }
    }

    /**
     * One figure of an agent or of a container of it.
     *
     * @param step zero for every point that there is
     */
    static List<TopologyViews.Sample> of(
            SeriesView series,
            String agentId,
            @Nullable String containerId,
            String metric,
            Instant since,
            Duration step) {
        List<TopologyViews.Sample> samples = new ArrayList<>();
        series.metrics(agentId, since, metrics -> {
            Double value = values(metrics, containerId).get(metric);
            if (value != null) {
                samples.add(new TopologyViews.Sample(metrics.receivedAt(), value));
            }
        });
        return step.isZero() ? samples : thinned(samples, step);
    }

    private static Map<String, Double> values(AgentMetrics metrics, @Nullable String containerId) {
        return containerId == null ? metrics.host() : metrics.containers().getOrDefault(containerId, Map.of());
    }

    private static List<TopologyViews.Sample> thinned(List<TopologyViews.Sample> samples, Duration step) {
        Map<Long, double[]> sums = new TreeMap<>();
        long millis = step.toMillis();
        for (TopologyViews.Sample sample : samples) {
            double[] sum = sums.computeIfAbsent(
                    Math.floorDiv(sample.timestamp().toEpochMilli(), millis), number -> new double[2]);
            sum[0] += sample.value();
            sum[1]++;
        }
        List<TopologyViews.Sample> means = new ArrayList<>();
        sums.forEach((number, sum) ->
                means.add(new TopologyViews.Sample(Instant.ofEpochMilli(number * millis), sum[0] / sum[1])));
        return means;
    }
}
