package dev.perigee.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTemplateTests {

    @TempDir private Path root;

    @Test
    void writesAProjectWithAFunctionItsTestAndAReadme() throws IOException {
        var shop = root.resolve("work/shop");

        ProjectTemplate.write(shop);

        assertThat(shop.resolve("app/gateway.lua")).content().contains("\"/hello\", \"hello\"");
        assertThat(shop.resolve("test/test_hello.lua")).content().contains("luaunit");
        assertThat(shop.resolve("README.md")).content().startsWith("# shop\n");
        assertThat(shop.resolve("config/application.yml")).content().startsWith("appName: shop\n");
        assertThat(ProjectFiles.read(shop, ProjectFolder.SERVED, new ArrayList<>()))
                .extracting(files -> files.contents().keySet())
                .asString()
                .contains("app/hello.lua", "lib/greeting.lua");
    }

    @Test
    void writesIntoAnEmptyDirectory() {
        ProjectTemplate.write(root);

        assertThat(root.resolve("app/hello.lua")).exists();
    }

    @Test
    void refusesADirectoryThatHoldsSomething() throws IOException {
        Files.writeString(root.resolve("mine.txt"), "x");

        assertThatThrownBy(() -> ProjectTemplate.write(root))
                .isInstanceOf(ProjectException.class)
                .hasMessageEndingWith("is not empty; name a new directory");
        assertThat(root).isDirectoryNotContaining("glob:**/app");
    }

    @Test
    void refusesAFile() throws IOException {
        var file = Files.writeString(root.resolve("shop"), "x");

        assertThatThrownBy(() -> ProjectTemplate.write(file))
                .isInstanceOf(ProjectException.class)
                .hasMessageEndingWith("is a file; name a new directory");
    }
}
