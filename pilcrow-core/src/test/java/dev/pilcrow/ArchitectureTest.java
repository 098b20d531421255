package dev.pilcrow;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.pilcrow", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.pilcrow.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule coreDependsOnNothingButItsFewLibraries =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "dev.pilcrow..",
              "java..",
              "tools.jackson..",
              "org.jsoup..",
              "org.slf4j..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule eventsKnowNothingAboveThem =
      noClasses()
          .that()
          .resideInAPackage("dev.pilcrow.event..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.pilcrow.response..", "dev.pilcrow.hub..", "dev.pilcrow.ws..");
}
