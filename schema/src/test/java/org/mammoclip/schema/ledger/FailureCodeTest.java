package org.mammoclip.schema.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureCodeTest {
    @Test
    void numbersEachCodeOnceAndInTheRangeOfItsHandling() {
        assertThat(Arrays.stream(FailureCode.values()).map(FailureCode::number)).doesNotHaveDuplicates();
        for (FailureCode code : FailureCode.values()) {
            assertThat(code.number() / 1000)
                    .as(code.name())
                    .isEqualTo(
                            switch (code.handling()) {
                                case RETRY -> 1;
                                case QUARANTINE -> 2;
                                case STOP_WORKER -> 3;
                            });
            assertThat(FailureCode.of(code.number())).contains(code);
        }
        assertThat(FailureCode.of(1)).isEmpty();
    }

    @Test
    void hasEveryCodeInTheRunbook() throws IOException {
        String runbook = Files.readString(Path.of("..", "deploy", "README.md"));
        for (FailureCode code : FailureCode.values()) {
            assertThat(runbook).contains(Integer.toString(code.number())).contains(code.name());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "08006, LedgerUnavailableException", "57P01, LedgerUnavailableException", "57014, LedgerUnavailableException",
        "53300, LedgerUnavailableException", "53100, LedgerUnavailableException", "40001, LedgerUnavailableException",
        "25006, LedgerUnavailableException", ", LedgerUnavailableException", "28P01, LedgerRefusedException",
        "42501, LedgerRefusedException", "42P01, LedgerRefusedException", "3D000, LedgerRefusedException",
        "23505, IllegalStateException", "22P02, IllegalStateException"
    })
    void tellsPermanentFromTransientByTheSqlState(String sqlState, String meaning) {
        assertThat(LedgerFailure.of(new SQLException("text with a value", sqlState)))
                .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(meaning))
                .message()
                .doesNotContain("value");
    }

    @Test
    void cutsTextWithoutTearingACharacterApart() {
        assertThat(Checks.text("a\u0000b\nc", 10)).isEqualTo("a b c");
        assertThat(Checks.text("ab\uD83D\uDE00", 3)).isEqualTo("ab");
    }
}
