package io.ris.hub.monitoring;

import io.ris.hub.monitoring.timeseries.TestSeries;
import io.ris.hub.monitoring.topology.TestTopology;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Many agents report for an hour, whose time is simulated; the reports are whole ones. Run in a process of its own, with little memory. */
final class HourOfReports {

    private static final int STEPS = 240;
    private static final Duration STEP = Duration.ofSeconds(15);
    private static final int TEMPLATES = 8;
    private static final String ID = "agent-00000";

    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private final List<Template> templates = new ArrayList<>();
    private final TestSeries series;
    private final int agents;

    private HourOfReports(Path directory, int agents) {
        this.series = TestSeries.in(directory);
        this.agents = agents;
        for (int number = 0; number < TEMPLATES; number++) {
            templates.add(new Template(ReportTexts.large(ID, number)));
        }
    }

    /** Directory and number of agents; prints what was found, a name and a number in each line. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        int agents = Integer.parseInt(arguments[1]);
        HourOfReports hour = new HourOfReports(directory, agents);
        hour.run();
        tell("points_after_hour", hour.points());
        tell("nodes", new TestTopology(hour.series).current().topology().nodes().size());
        tell("heap_used", usedHeap());
        tell("memory", hour.series.figures().memory());
        tell("disk", hour.series.figures().disk());
        hour.series.close();
        long begin = System.nanoTime();
        HourOfReports again = new HourOfReports(directory, agents);
        tell("restart_millis", (System.nanoTime() - begin) / 1_000_000);
        again.series.pass(STEP.multipliedBy(STEPS));
        tell("points_after_restart", again.points());
        tell("agents_complete", again.complete());
    }

    private void run() {
        Random random = new Random(42);
        for (int step = 0; step < STEPS; step++) {
            for (int agent = 0; agent < agents; agent++) {
                String id = id(agent);
                series.report(id, templates.get(agent % TEMPLATES).of(id, random));
            }
            series.pass(STEP);
        }
    }

    private long points() {
        return series.figures().points();
    }

    /** Agents of which every report can be read. */
    private long complete() {
        long complete = 0;
        for (int agent = 0; agent < agents; agent += Math.max(1, agents / 20)) {
            int[] read = new int[1];
            String id = id(agent);
            series.view()
                    .reports(
                            id,
                            Instant.MIN,
                            report -> read[0] += report.metrics().agentId().equals(id) ? 1 : 0);
            complete += read[0] >= STEPS - 1 ? 1 : 0;
        }
        return complete;
    }

    private static String id(int agent) {
        return "agent-%05d".formatted(agent);
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void tell(String name, long value) {
        OUT.println(name + " " + value);
    }

    /** A report in which ids and some figures are put anew each time. */
    private static final class Template {

        private final byte[] text;
        private final List<Integer> ids = new ArrayList<>();
        private final List<Integer> containers = new ArrayList<>();
        private final List<Integer> figures = new ArrayList<>();

        Template(byte[] text) {
            this.text = text;
            String readable = new String(text, StandardCharsets.UTF_8);
            find(readable, ID, 0, ids);
            find(readable, hashed(ID), 0, containers);
            for (String name : List.of("\"cpu_time\":", "\"cpu_percent\":", "\"usage\":", "\"memory_usage_mb\":")) {
                find(readable, name, name.length(), figures);
            }
        }

        private static void find(String text, String what, int offset, List<Integer> places) {
            for (int at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + 1)) {
                places.add(at + offset);
            }
        }

        /** What is an agent's own in the ids of its containers. */
        private static String hashed(String id) {
            return ReportTexts.containerId(id, 0).substring(0, 32);
        }

        byte[] of(String id, Random random) {
            byte[] report = text.clone();
            byte[] name = id.getBytes(StandardCharsets.US_ASCII);
            ids.forEach(at -> System.arraycopy(name, 0, report, at, name.length));
            byte[] hash = hashed(id).getBytes(StandardCharsets.US_ASCII);
            containers.forEach(at -> System.arraycopy(hash, 0, report, at, hash.length));
            for (int at : figures) {
                int end = at;
                while (report[end] >= '0' && report[end] <= '9') {
                    end++;
                }
                for (int digit = Math.max(at + 1, end - 2);
                        digit < end;
                        digit++) { // the last two move, the first stays no zero
                    report[digit] = (byte) ('0' + random.nextInt(10));
                }
            }
            return report;
        }
    }
}
