package io.ris.bench;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of measured figures beside the targets, printed at the end of a benchmark. Not thread-safe. */
final class Figures {

    private record Row(String name, String measured, String target) {}

    private final String title;
    private final List<Row> rows = new ArrayList<>();

    Figures(String title) {
        this.title = title;
    }

    /** A figure without target. */
    Figures add(String name, String measured) {
        rows.add(new Row(name, measured, ""));
        return this;
    }

    /** A figure that may be no larger than its target. */
    Figures atMost(String name, double measured, double target, String unit) {
        return beside(name, measured, "<= ", target, unit, measured <= target);
    }

    /** A duration, shown in milliseconds, that may be no longer than its target. */
    Figures atMost(String name, Duration measured, Duration target) {
        return atMost(name, inMillis(measured), inMillis(target), "ms");
    }

    /** A figure that may be no smaller than its target. */
    Figures atLeast(String name, double measured, double target, String unit) {
        return beside(name, measured, ">= ", target, unit, measured >= target);
    }

    /** A count of what must not happen. */
    Figures none(String name, long count) {
        rows.add(new Row(name, Long.toString(count), "target none" + verdict(count == 0)));
        return this;
    }

    /** Writes the table, its columns aligned. */
    void print(PrintWriter out) {
        int nameWidth = width(rows.stream().map(Row::name).toList());
        int measuredWidth = width(rows.stream().map(Row::measured).toList());
        out.println();
        out.println(title);
        for (Row row : rows) {
            String line = "  " + padRight(row.name(), nameWidth) + "  " + padLeft(row.measured(), measuredWidth);
            out.println((line + "  " + row.target()).stripTrailing());
        }
        out.flush();
    }

    /** A number with its unit: whole from 100 on, else with two digits after the point at most. */
    static String text(double number, String unit) {
        String digits = Math.abs(number) >= 100
                ? String.format(Locale.ROOT, "%.0f", number)
                : String.format(Locale.ROOT, "%.2f", number).replaceFirst("\\.?0+$", "");
        return unit.isEmpty() ? digits : digits + " " + unit;
    }

    /** A duration in milliseconds. */
    static String text(Duration duration) {
        return text(inMillis(duration), "ms");
    }

    /** Bytes in mebibytes. */
    static String mebibytes(long bytes) {
        return text(bytes / 1048576.0, "MB");
    }

    /** A duration in seconds. */
    static String seconds(Duration duration) {
        return text(duration.toNanos() / 1e9, "s");
    }

    private Figures beside(String name, double measured, String relation, double target, String unit, boolean met) {
        String besides = "target " + relation + text(target, unit) + verdict(met);
        rows.add(new Row(name, text(measured, unit), besides));
        return this;
    }

    private static String verdict(boolean met) {
        return met ? "  met" : "  MISSED";
    }

    private static double inMillis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String padRight(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String padLeft(String text, int width) {
        return " ".repeat(width - text.length()) + text;
    }
}
