package dev.perigee;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.RestController;

/** The module rules: what each part may know of the others. */
@AnalyzeClasses(packages = "dev.perigee", importOptions = ArchitectureTests.MainClasses.class)
class ArchitectureTests {

    /** Leaves out tests of every module, wherever a build puts them. */
    public static final class MainClasses implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("test-classes") && !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule FEATURES_HAVE_NO_CYCLES =
            slices().matching("dev.perigee.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule LUA_KNOWS_NOTHING_OF_THE_PLATFORM =
            noClasses()
                    .that()
                    .resideInAPackage("dev.perigee.lua..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.perigee.executor..",
                            "dev.perigee.events..",
                            "dev.perigee.functions..",
                            "org.springframework..");

    @ArchTest
    static final ArchRule EXECUTOR_KNOWS_NEITHER_SPRING_NOR_SQL_NOR_EVENTS =
            noClasses()
                    .that()
                    .resideInAPackage("dev.perigee.executor..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.springframework..",
                            "io.r2dbc..",
                            "java.sql..",
                            "dev.perigee.events..",
                            "dev.perigee.lua..");

    @ArchTest
    static final ArchRule EVENTS_KNOW_NEITHER_WEB_NOR_FUNCTIONS =
            noClasses()
                    .that()
                    .resideInAPackage("dev.perigee.events..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.springframework.web..",
                            "org.springframework.http..",
                            "dev.perigee.executor..",
                            "dev.perigee.functions..");

    @ArchTest
    static final ArchRule MODULES_DO_NOT_KNOW_THE_APPLICATION =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "dev.perigee.executor..", "dev.perigee.events..", "dev.perigee.lua..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.perigee.routes..",
                            "dev.perigee.invocations..",
                            "dev.perigee.cli..",
                            "dev.perigee.gateway..",
                            "dev.perigee.storage..",
                            "dev.perigee.security..",
                            "dev.perigee.problems..",
                            "dev.perigee.system..");

    @ArchTest
    static final ArchRule ONLY_THE_COMPOSITION_KNOWS_HOW_GUESTS_RUN =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "dev.perigee.executor..",
                            "dev.perigee.invocations..",
                            "dev.perigee.cli..",
                            "dev.perigee.system..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.perigee.executor.polyglot..");

    @ArchTest
    static final ArchRule CONTROLLERS_ARE_NAMED_SO =
            classes()
                    .that()
                    .areAnnotatedWith(RestController.class)
                    .should()
                    .haveSimpleNameEndingWith("Controller")
                    .andShould()
                    .bePackagePrivate();

    /** Nothing would heed them: what looks for them on every bean is left out of the start. */
    @ArchTest
    static final ArchRule TRANSACTIONS_HAVE_AN_OPERATOR =
            noClasses().should().dependOnClassesThat().areAssignableTo(Transactional.class);
}
