package dev.perigee.events.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results beside their goals. */
final class Table {

    private final List<String[]> rows = new ArrayList<>();

    /** A measurement that only others are compared with. */
    void reference(String what, String value) {
        add(what, value, "", "");
    }

    void atLeast(String what, double value, double goal, String unit) {
        add(what, text(value, unit), "≥ " + text(goal, unit), value >= goal ? "yes" : "NO");
    }

    void atMost(String what, double value, double goal, String unit) {
        add(what, text(value, unit), "≤ " + text(goal, unit), value <= goal ? "yes" : "NO");
    }

    private void add(String what, String value, String goal, String met) {
        rows.add(new String[] {what, value, goal, met});
        System.err.printf(Locale.ROOT, "%-62s %14s %14s %4s%n", what, value, goal, met);
    }

    static String text(double value, String unit) {
        var digits = value >= 1_000 ? "%,.0f" : value >= 100 ? "%.0f" : "%.2f";
        return String.format(Locale.ROOT, digits, value) + (unit.isEmpty() ? "" : " " + unit);
    }

    void print() {
        System.out.println("| what | measured | goal | met |");
        System.out.println("|---|---|---|---|");
        for (var row : rows) {
            System.out.println("| " + String.join(" | ", row) + " |");
        }
    }
}
