package jacobi;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may import whom. It lives here because this module sees every other one that ships. */
class ImportTableTest {
  /**
   * Each package, the packages of this project it may import, and the libraries. A package holds
   * its subpackages, except {@code jacobi} itself. {@code words} are the few types of {@code
   * jacobi.graph} that everything speaks in. {@code java.base} is always allowed.
   */
  private static final String TABLE =
      """
      package          | may import                            | libraries
      jacobi.graph     |                                       |
      jacobi.autodiff  | graph                                 |
      jacobi.backend   | graph                                 |
      jacobi.compile   | graph backend                         |
      jacobi.runtime   | graph backend compile                 |
      jacobi.reference | graph backend                         |
      jacobi           | graph autodiff compile runtime        |
      jacobi.jvm       | graph backend                         | jdk.incubator.vector
      jacobi.onednn    | graph backend                         |
      jacobi.cuda      | graph backend                         |
      jacobi.nn        | words jacobi                          |
      jacobi.data      | words jacobi                          | java.desktop de.siegmar.fastcsv tools.jackson
      jacobi.io        | words jacobi                          | tools.jackson
      jacobi.train     | words jacobi nn data io               |
      jacobi.models    | words jacobi nn data io train         |
      jacobi.plot      | words jacobi nn data io train         | java.desktop java.xml org.knowm.xchart org.apache.batik com.github.weisj.jsvg org.eclipse
      jacobi.cli       | words jacobi nn data io train models plot | picocli tools.jackson
      """;

  private static final Set<String> WORDS =
      Set.of(
          "DType",
          "Precision",
          "Shape",
          "Ints",
          "Window",
          "Node",
          "JacobiException",
          "ShapeException");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("jacobi");

  /** One line of the table. */
  record Row(String pkg, List<String> imports, List<String> libraries) {
    static Row of(String line) {
      String[] cells = line.split("\\|", -1);
      return new Row(cells[0].strip(), words(cells[1]), words(cells[2]));
    }

    private static List<String> words(String cell) {
      return Arrays.stream(cell.strip().split(" +")).filter(word -> !word.isEmpty()).toList();
    }

    boolean holds(JavaClass type) {
      return in(type, pkg);
    }

    boolean mayImport(JavaClass type) {
      JavaClass element = type.getBaseComponentType();
      return element.isPrimitive()
          || holds(element)
          || isOf("java.base", element)
          || imports.stream().anyMatch(name -> matches(element, name))
          || libraries.stream().anyMatch(name -> isOf(name, element) || in(element, name));
    }

    private static boolean matches(JavaClass type, String name) {
      return switch (name) {
        case "words" -> in(type, "jacobi.graph") && WORDS.contains(outermost(type));
        case "jacobi" -> in(type, "jacobi");
        default -> in(type, "jacobi." + name);
      };
    }

    private static String outermost(JavaClass type) {
      return type.getEnclosingClass().map(Row::outermost).orElse(type.getSimpleName());
    }

    private static boolean in(JavaClass type, String pkg) {
      String name = type.getPackageName();
      return name.equals(pkg) || (!pkg.equals("jacobi") && name.startsWith(pkg + "."));
    }

    private static boolean isOf(String module, JavaClass type) {
      return ModuleLayer.boot()
          .findModule(module)
          .map(found -> found.getPackages().contains(type.getPackageName()))
          .orElse(false);
    }

    @Override
    public String toString() {
      return pkg;
    }
  }

  static Stream<Row> rows() {
    return TABLE.lines().skip(1).map(Row::of);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void importsOnlyWhatTheTableAllows(Row row) {
    classes()
        .that(DescribedPredicate.describe("are in " + row, row::holds))
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.describe("the table allows " + row, row::mayImport))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyPackageHasItsRow() {
    List<Row> rows = rows().toList();
    Set<String> without =
        CLASSES.stream()
            .filter(type -> rows.stream().noneMatch(row -> row.holds(type)))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());
    assertThat(without).isEmpty();
  }

  @Test
  void seesTheClassesItJudges() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName))
        .contains("jacobi.graph", "jacobi.cli");
  }
}
