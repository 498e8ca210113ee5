package dev.perigee.problems;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemCatalogueTests {

    @Test
    void documentsEachType() throws Exception {
        var page = Files.readString(Path.of("../docs/problems.md"));

        for (var type : types()) {
            assertThat(page)
                    .as(type.slug())
                    .contains("| `" + type.slug() + "` | " + type.status() + " |");
        }
    }

    @Test
    void namesEachTypeOnce() throws Exception {
        var slugs = types().stream().map(ProblemType::slug).toList();

        assertThat(slugs).hasSizeGreaterThan(15).hasSize(new HashSet<>(slugs).size());
    }

    @Test
    void documentsNoOther() throws Exception {
        var rows =
                Files.readAllLines(Path.of("../docs/problems.md")).stream()
                        .filter(line -> line.startsWith("| `"));

        assertThat(rows).hasSize(types().size());
    }

    private static List<ProblemType> types() throws ReflectiveOperationException {
        var types = new ArrayList<ProblemType>();
        var classes =
                new ClassFileImporter()
                        .withImportOption(location -> !location.contains("test-classes"))
                        .importPackages("dev.perigee");
        for (JavaClass found : classes) {
            if (found.getSimpleName().endsWith("Problems") && !found.getAllFields().isEmpty()) {
                for (var field : found.reflect().getDeclaredFields()) {
                    if (field.getType() == ProblemType.class) {
                        types.add((ProblemType) field.get(null));
                    }
                }
            }
        }
        return types;
    }
}
