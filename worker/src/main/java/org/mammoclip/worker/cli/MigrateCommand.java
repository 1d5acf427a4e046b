package org.mammoclip.worker.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mammoclip.schema.Migrations;
import org.mammoclip.schema.ledger.LedgerRefusedException;
import org.mammoclip.schema.ledger.LedgerUnavailableException;
import org.mammoclip.worker.config.ConfigException;
import org.mammoclip.worker.config.DatabaseConfig;
import org.mammoclip.worker.connect.SecretFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings the database schema to this version. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = "Creates or upgrades the database schema. Safe to repeat; needs a user with DDL rights."
                + " Run with --username it also lets database.username use the tables.")
final class MigrateCommand implements Callable<Integer> {
    @Mixin
    ConfigOption config;

    @Option(
            names = "--username",
            paramLabel = "USER",
            description = "User with DDL rights; default: database.username.")
    @Nullable
    String username;

    @Option(names = "--password-file", paramLabel = "FILE", description = "File with that user's password.")
    @Nullable
    Path passwordFile;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "Gives up after so many seconds (default: ${DEFAULT-VALUE}).")
    int timeoutSeconds;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        DatabaseConfig database = config.load().database();
        String user = username == null ? database.username() : username;
        Path secret = username == null ? database.passwordFile() : passwordFile;
        try {
            String password = secret == null ? "" : SecretFile.read(secret);
            int applied = Migrations.migrate(database.url(), user, password, Duration.ofSeconds(timeoutSeconds));
            if (!user.equals(database.username())) {
                Migrations.grant(database.url(), user, password, database.username());
            }
            spec.commandLine()
                    .getOut()
                    .println(applied == 0 ? "schema is up to date" : applied + " migration(s) applied");
            return 0;
        } catch (IOException e) {
            throw new CommandFailure("password file: " + e.getMessage(), e);
        } catch (LedgerUnavailableException e) {
            throw new CommandFailure(
                    "the database at " + database.url() + " does not answer; is it up and reachable?", e);
        } catch (LedgerRefusedException e) {
            throw new CommandFailure(
                    "the database refuses user '" + user + "' (password or DDL rights): " + e.getMessage(), e);
        }
    }
}
