package io.ris.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a running JVM of this user costs, read from {@code /proc} and by {@code jcmd}. Immutable. */
record JavaProcess(long pid) {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern USED = Pattern.compile("\\bused (\\d+)([KMG])");

    /** This process. */
    static JavaProcess current() {
        return new JavaProcess(ProcessHandle.current().pid());
    }

    /** Processor time since its start, user and system. */
    Duration processorTime() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("process " + pid + " is gone"));
    }

    /** Resident memory in bytes. */
    long residentBytes() throws IOException {
        Matcher line = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
        if (!line.find()) {
            throw new IOException("process " + pid + " has no resident memory");
        }
        return Long.parseLong(line.group(1)) << 10;
    }

    /** Bytes of heap in use after a full collection. */
    long liveHeapBytes() throws IOException, InterruptedException {
        jcmd("GC.run");
        return usedHeapBytes(jcmd("GC.heap_info"));
    }

    /** Adds up what {@code GC.heap_info} says of each part of the heap, whatever the collector. */
    static long usedHeapBytes(String heapInfo) {
        return heapInfo.lines()
                .filter(line -> !line.contains("Metaspace") && !line.contains("class space"))
                .flatMap(line -> {
                    Matcher used = USED.matcher(line);
                    return used.find() ? Stream.of(bytes(used.group(1), used.group(2))) : Stream.empty();
                })
                .reduce(Long::sum)
                .orElseThrow(() -> new IllegalArgumentException("no heap figures in: " + heapInfo));
    }

    private static long bytes(String amount, String unit) {
        int shift =
                switch (unit) {
                    case "K" -> 10;
                    case "M" -> 20;
                    default -> 30;
                };
        return Long.parseLong(amount) << shift;
    }

    /** Begins a profile; {@link #stopRecording} ends it. */
    void startRecording() throws IOException, InterruptedException {
        jcmd("JFR.start", "name=ris-bench", "settings=profile");
    }

    /** Ends the profile and writes it to a file. */
    void stopRecording(Path file) throws IOException, InterruptedException {
        jcmd("JFR.stop", "name=ris-bench", "filename=" + file);
    }

    private String jcmd(String... command) throws IOException, InterruptedException {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        List<String> line = new ArrayList<>(List.of(program, Long.toString(pid)));
        line.addAll(List.of(command));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + String.join(" ", command) + " failed: " + output.strip());
        }
        return output;
    }
}
