package dev.annals.console;

import dev.annals.api.ActionGroup;
import dev.annals.api.ActionType;
import dev.annals.api.LogsFrom;
import dev.annals.console.text.Durations;
import dev.annals.console.text.Moment;
import dev.annals.console.text.TerminalStream;
import dev.annals.store.journal.Durability;
import dev.annals.store.prune.Retention;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** The command line's way in. */
public final class Main {
    private static final int OUTPUT_BUFFER_BYTES = 1 << 16;
    private static final int HELP_COLUMNS = 120;

    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args the command and its options; see {@code --help}
     */
    public static void main(String[] args) {
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Logging.quiet(err);
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUTPUT_BUFFER_BYTES);
        Signals signals = new Signals();
        Io io = new Io(
                new Output(Boolean.getBoolean("annals.terminal.out") ? new TerminalStream(out) : out),
                err,
                Boolean.getBoolean("annals.terminal"),
                System::getenv,
                InstantSource.system(),
                signals.stop());
        signals.exit(run(io, args));
    }

    /**
     * Runs one command.
     *
     * @param io the outside
     * @param args the command and its options
     * @return the exit code
     */
    static int run(Io io, String... args) {
        Failures failures = new Failures(io);
        try {
            StringWriter help = new StringWriter();
            int exitCode =
                    commandLine(io, failures).setOut(new PrintWriter(help)).execute(args);
            io.out().text(help.toString());
            io.out().flush();
            return exitCode;
        } catch (RuntimeException | Error e) {
            return failures.report(e, List.of(args).contains("--stacktrace"));
        }
    }

    private static CommandLine commandLine(Io io, Failures failures) {
        return new CommandLine(new Annals())
                .addSubcommand(new DemoCommand(io))
                .addSubcommand(new SandboxCommand(io))
                .addSubcommand(new FetchCommand(io))
                .addSubcommand(new StatusCommand(io))
                .addSubcommand(new QueryCommand(io))
                .addSubcommand(new CountCommand(io))
                .addSubcommand(new InventoryCommand(io))
                .addSubcommand(RequestsCommand.commandLine(io))
                .addSubcommand(new FollowCommand(io))
                .addSubcommand(new ServeCommand(io))
                .addSubcommand(new VerifyCommand(io))
                .addSubcommand(new VerifyExportCommand(io))
                .addSubcommand(new ExportCommand(io))
                .addSubcommand(new BackupCommand(io))
                .addSubcommand(new RestoreCommand(io))
                .addSubcommand(new SalvageCommand(io))
                .addSubcommand(new CheckpointCommand(io))
                .addSubcommand(new ProveCommand(io))
                .addSubcommand(new ConsistencyCommand(io))
                .addSubcommand(new TilesCommand(io))
                .addSubcommand(new KeyCommand(io))
                .addSubcommand(new PruneCommand(io))
                .addSubcommand(new RetireCommand(io))
                .setErr(new PrintWriter(io.err(), true, StandardCharsets.UTF_8))
                .registerConverter(Moment.class, said(Moment::parse))
                .registerConverter(Duration.class, said(Durations::parse))
                .registerConverter(Retention.class, said(Retention::parse))
                .registerConverter(LogsFrom.class, said(LogsFrom::of))
                .registerConverter(ActionType.class, said(ActionType::new))
                .registerConverter(ActionGroup.class, said(ActionGroup::new))
                .registerConverter(QueryOptions.Order.class, oneOf(QueryOptions.Order.values()))
                .registerConverter(EntryPrinter.Format.class, oneOf(EntryPrinter.Format.values()))
                .registerConverter(Durability.class, oneOf(Durability.values()))
                .registerConverter(InventoryCommand.What.class, oneOf(InventoryCommand.What.values()))
                .setUsageHelpWidth(HELP_COLUMNS)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }

    /** A converter whose refusals are shown in their own words. */
    private static <T> CommandLine.ITypeConverter<T> said(Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
            }
        };
    }

    /** A converter of a word, in any case, that names the words as they are shown in the help when it is given another. */
    private static <E extends Enum<E>> CommandLine.ITypeConverter<E> oneOf(E[] choices) {
        return text -> Arrays.stream(choices)
                .filter(each -> each.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new CommandLine.TypeConversionException("expected one of "
                        + Arrays.stream(choices)
                                .map(each -> each.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + " but was " + text));
    }
}
