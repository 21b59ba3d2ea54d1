package dev.touchstone.conformance.report;

import dev.touchstone.conformance.profile.Separation;
import dev.touchstone.report.Block;
import dev.touchstone.report.Cell;
import dev.touchstone.report.Details;
import dev.touchstone.report.Paragraph;
import dev.touchstone.report.Section;
import dev.touchstone.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** In which arithmetic the backend computes, and by which cases the known arithmetics are told apart. */
final class ProfileSection {
    private ProfileSection() {}

    static Section of(Report report) {
        var blocks = new ArrayList<Block>();
        if (report.arithmetic().isEmpty()) {
            blocks.add(new Paragraph("Nothing failed, and the backend declares the definition's own arithmetic."));
        } else {
            var table = Table.of(
                    "In which arithmetic each operator computes, found out by the cases that separate arithmetics",
                    Table.words("operator"),
                    Table.words("arithmetic"));
            for (var line : report.arithmetic()) {
                int colon = line.indexOf(": ");
                table.row(Cell.code(line.substring(0, colon)), Cell.text(line.substring(colon + 2)));
            }
            blocks.add(table.build());
        }
        blocks.add(Details.of("Known arithmetics, and the cases that separate them", matrix(Separation.standard())));
        return new Section("arithmetic", "Arithmetic", blocks);
    }

    private static Table matrix(Separation separation) {
        var names = separation.names();
        var columns = new ArrayList<Table.Column>(List.of(Table.words("arithmetic")));
        IntStream.rangeClosed(1, names.size()).forEach(i -> columns.add(Table.words(Integer.toString(i))));
        var table = Table.of(
                "The number n of the first case profile#n whose results differ between row and column",
                columns.toArray(Table.Column[]::new));
        for (int row = 0; row < names.size(); row++) {
            var cells = new ArrayList<Cell>(List.of(Cell.text(row + 1 + " " + names.get(row))));
            separation.cases().get(row).forEach(id -> cells.add(Cell.text(id.substring(id.indexOf('#') + 1))));
            table.row(cells.toArray(Cell[]::new));
        }
        return table.build();
    }
}
