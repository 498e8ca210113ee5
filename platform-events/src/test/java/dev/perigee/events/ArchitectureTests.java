package dev.perigee.events;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@AnalyzeClasses(
        packages = "dev.perigee.events",
        importOptions = ArchitectureTests.MainClasses.class)
class ArchitectureTests {

    /** Whatever builds it, test classes lie in a folder of that name. */
    static final class MainClasses implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("test-classes");
        }
    }

    @ArchTest
    static final ArchRule KNOWS_NOTHING_OF_FUNCTIONS_AND_HTTP =
            ArchRuleDefinition.noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.perigee.executor..",
                            "dev.perigee.functions..",
                            "org.springframework.web..",
                            "org.springframework.http..",
                            "org.springframework.boot..");

    @ArchTest
    static final ArchRule PROMISES_DO_NOT_KNOW_THEIR_STORAGE =
            ArchRuleDefinition.noClasses()
                    .that()
                    .resideInAPackage("dev.perigee.events")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.perigee.events.postgres..",
                            "dev.perigee.events.memory..",
                            "io.r2dbc..",
                            "org.springframework..");

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("dev.perigee.events.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NEVER_BLOCKS =
            ArchRuleDefinition.noClasses()
                    .should()
                    .callMethod(Mono.class, "block")
                    .orShould()
                    .callMethod(Mono.class, "block", Duration.class)
                    .orShould()
                    .callMethod(Flux.class, "blockLast")
                    .orShould()
                    .callMethod(Flux.class, "blockFirst");
}
