package dev.perigee.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Columns of text below their titles, as wide as what is in them. */
final class Table {

    private final List<String> titles = new ArrayList<>();
    private final List<Function<JsonNode, String>> cells = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private final String empty;

    /** A table that says so when it has no row. */
    Table(String empty) {
        this.empty = empty;
    }

    Table column(String title, Function<JsonNode, String> cell) {
        titles.add(title);
        cells.add(cell);
        return this;
    }

    /** A column that shows the value at a JSON pointer. */
    Table column(String title, String pointer) {
        return column(title, row -> row.at(pointer).asString(""));
    }

    void add(JsonNode row) {
        rows.add(cells.stream().map(cell -> oneLine(cell.apply(row))).toList());
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }

    void print(Terminal terminal) {
        if (rows.isEmpty()) {
            terminal.note(empty);
            return;
        }
        terminal.print(terminal.dim(line(titles)));
        rows.forEach(row -> terminal.print(line(row)));
    }

    private String line(List<String> row) {
        var line = new StringBuilder();
        for (var i = 0; i < row.size(); i++) {
            line.append(row.get(i));
            if (i < row.size() - 1) {
                line.repeat(' ', width(i) - row.get(i).length() + 2);
            }
        }
        return line.toString();
    }

    private int width(int column) {
        var widest = titles.get(column).length();
        for (var row : rows) {
            widest = Math.max(widest, row.get(column).length());
        }
        return widest;
    }
}
