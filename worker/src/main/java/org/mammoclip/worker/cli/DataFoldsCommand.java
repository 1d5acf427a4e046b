package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.mammoclip.mammoclip.data.PatientFolds;
import org.mammoclip.mammoclip.data.check.CheckedRow;
import org.mammoclip.mammoclip.data.check.CheckedTable;
import org.mammoclip.mammoclip.data.check.TableReading;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.CsvText;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives a table a column of folds. */
@Command(
        name = "folds",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Copies a table with a column 'fold' that no patient crosses: equally many patients in each, the same for the"
                    + " same table and seed."
        })
final class DataFoldsCommand implements Callable<Integer> {
    private static final String FOLD = "fold";

    @Parameters(paramLabel = "TABLE", description = "Reports, VinDr or RSNA, as 'mammoclip data check' reads them.")
    Path table = Path.of("");

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The copy; not the table itself.")
    Path out = Path.of("");

    @Option(
            names = "--folds",
            paramLabel = "N",
            defaultValue = "4",
            description = "2 to 100 (default: ${DEFAULT-VALUE}, as the reference has).")
    int folds;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Another seed deals other patients together (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--stratify",
            description = "So many patients with each finding in every fold, give or take one: a patient counts for the"
                    + " rarest label she has, in tables of reports for her BI-RADS category.")
    boolean stratify;

    @Option(names = "--replace", description = "Replace a column 'fold' that is there.")
    boolean replace;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        try {
            CsvTable read = CsvTable.read(table);
            if (read.has(FOLD) && !replace) {
                throw usage(read.name() + " has a column 'fold'; --replace deals again");
            }
            if (Files.exists(out) && Files.isSameFile(table, out)) {
                throw usage("--out is the table itself; give another file");
            }
            CheckedTable checked = TableReading.read(read);
            if (checked.badRows() > 0) {
                checked.problems().forEach(spec.commandLine().getErr()::println);
                throw new CommandFailure(checked.badRows() + " row(s) of " + read.name()
                        + " have errors; mend them first, so that nobody is dealt twice");
            }
            Map<String, Integer> dealt = deal(checked);
            Files.write(out, copy(read, checked, dealt));
            print(checked, dealt);
            return 0;
        } catch (TableException e) {
            e.problems().forEach(spec.commandLine().getErr()::println);
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw CommandFailure.of(e);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Map<String, Integer> deal(CheckedTable checked) {
        Map<String, String> strata = new HashMap<>();
        checked.rows().forEach(row -> strata.put(row.image().patient(), ""));
        if (stratify) {
            strata.putAll(rarest(checked));
        }
        try {
            return PatientFolds.deal(strata, folds, seed);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    /** The rarest label of each patient who has one. */
    private static Map<String, String> rarest(CheckedTable checked) {
        Map<String, Map<String, Boolean>> labelsOf = new HashMap<>();
        for (CheckedRow row : checked.rows()) {
            Map<String, Boolean> labels = labelsOf.computeIfAbsent(row.image().patient(), key -> new TreeMap<>());
            row.positives().forEach(label -> labels.put(label, true));
            if (checked.labels().isEmpty() && !row.birads().isEmpty()) {
                labels.put("BI-RADS " + row.birads(), true);
            }
        }
        Map<String, Integer> patients = new HashMap<>();
        labelsOf.values().forEach(labels -> labels.keySet().forEach(label -> patients.merge(label, 1, Integer::sum)));
        Map<String, String> rarest = new HashMap<>();
        labelsOf.forEach((patient, labels) -> labels.keySet().stream()
                .min(Comparator.comparingInt((String label) -> patients.getOrDefault(label, 0))
                        .thenComparing(Comparator.naturalOrder()))
                .ifPresent(label -> rarest.put(patient, label)));
        return rarest;
    }

    private static byte[] copy(CsvTable read, CheckedTable checked, Map<String, Integer> dealt) {
        Map<Long, String> patientOf = new HashMap<>();
        checked.rows().forEach(row -> patientOf.put(row.line(), row.image().patient()));
        List<String> columns = read.columns().stream()
                .filter(column -> !column.equalsIgnoreCase(FOLD) && !column.isEmpty())
                .toList();
        CsvText copy = new CsvText();
        List<String> header = new ArrayList<>(columns);
        header.add(FOLD);
        copy.line(header);
        for (CsvTable.Row row : read.rows()) {
            List<String> cells = new ArrayList<>();
            columns.forEach(column -> cells.add(read.value(row, column)));
            cells.add(String.valueOf(dealt.getOrDefault(patientOf.getOrDefault(row.line(), ""), 0)));
            copy.line(cells);
        }
        return copy.bytes();
    }

    private void print(CheckedTable checked, Map<String, Integer> dealt) {
        PrintWriter console = spec.commandLine().getOut();
        int[] patients = new int[folds];
        int[] images = new int[folds];
        dealt.values().forEach(fold -> patients[fold]++);
        checked.rows().forEach(row -> images[dealt.getOrDefault(row.image().patient(), 0)]++);
        for (int fold = 0; fold < folds; fold++) {
            console.println("fold " + fold + "   " + patients[fold] + " patients, " + images[fold] + " rows");
        }
        console.println("wrote    " + out);
        console.flush();
    }
}
