package org.mammoclip.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may import whom, in the worker and below it. A new arrow needs a decision, not an exception here. */
@AnalyzeClasses(packages = "org.mammoclip", importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyDirectionTest {
    private static final String[] STAGES = {"ingest", "assemble", "score", "deliver"};

    @ArchTest
    static final ArchRule stagesNeverImportOneAnother = slices().matching(
                    "org.mammoclip.worker.(ingest|assemble|score|deliver)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule stagesDoNotKnowTheCommandLineOrTheGraph = noClasses()
            .that()
            .resideInAnyPackage(stagePackages())
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.mammoclip.worker", "org.mammoclip.worker.cli..", "org.mammoclip.worker.operate..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theDataSetModelStandsAlone = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.mammoclip.dicom",
                    "org.mammoclip.dicom.file..",
                    "org.mammoclip.dicom.json..",
                    "org.mammoclip.dicom.pixel..",
                    "org.mammoclip.dicom.sr..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.mammoclip.dicom.dimse..",
                    "org.mammoclip.dicom.web..",
                    "org.mammoclip.dicom.node..",
                    "org.mammoclip.mammogram..",
                    "org.mammoclip.mammoclip..",
                    "org.mammoclip.schema..",
                    "org.mammoclip.worker..",
                    "java.net..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule mammogramAndModelDoNotKnowEachOther = slices().matching(
                    "org.mammoclip.(mammogram|mammoclip)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theModelNeedsNoDicom = noClasses()
            .that()
            .resideInAPackage("org.mammoclip.mammoclip..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.mammoclip.dicom..", "org.mammoclip.schema..", "org.mammoclip.worker..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheCommandLineUsesPhantoms = noClasses()
            .that()
            .resideOutsideOfPackages("org.mammoclip.phantom..", "org.mammoclip.worker.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.mammoclip.phantom..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule phantomsNeedNoNetworkAndNoEngine = noClasses()
            .that()
            .resideInAPackage("org.mammoclip.phantom..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "ai.djl..",
                    "org.mammoclip.dicom.dimse..",
                    "org.mammoclip.dicom.web..",
                    "org.mammoclip.dicom.node..",
                    "org.mammoclip.schema..",
                    "org.mammoclip.worker..",
                    "java.net..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule mammogramNeedsNoNetwork = noClasses()
            .that()
            .resideInAPackage("org.mammoclip.mammogram..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.mammoclip.dicom.dimse..",
                    "org.mammoclip.dicom.web..",
                    "org.mammoclip.dicom.node..",
                    "org.mammoclip.schema..",
                    "org.mammoclip.worker..",
                    "java.net..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theLedgerKnowsOnlyTheDataSetModel = noClasses()
            .that()
            .resideInAPackage("org.mammoclip.schema..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.mammoclip.dicom.dimse..",
                    "org.mammoclip.dicom.web..",
                    "org.mammoclip.dicom.node..",
                    "org.mammoclip.mammogram..",
                    "org.mammoclip.mammoclip..",
                    "org.mammoclip.worker..",
                    "org.apache.kafka..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule kafkaStaysInTheWorker = noClasses()
            .that()
            .resideOutsideOfPackages("org.mammoclip.worker..", "org.mammoclip.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nobodyUsesTheInternalsOfTheNode = noClasses()
            .that()
            .resideOutsideOfPackage("org.mammoclip.dicom.node..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.mammoclip.dicom.node.internal..")
            .allowEmptyShould(true);

    private static String[] stagePackages() {
        String[] packages = new String[STAGES.length];
        for (int i = 0; i < STAGES.length; i++) {
            packages[i] = "org.mammoclip.worker." + STAGES[i] + "..";
        }
        return packages;
    }
}
