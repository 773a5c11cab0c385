package jacobi.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jacobi.train.Callback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row D7 of the requirements. */
class SearchTest {
  @TempDir private Path folder;

  private static Spec irises() throws IOException {
    return Spec.find("iris").with("training.epochs=3").with("training.patience=0");
  }

  private static Search rates() throws IOException {
    return Search.of(irises()).over("optimizer.adam=0.0001,0.1,0.01").over("network[0].linear=4,8");
  }

  /** All that does not depend on the clock. */
  private static List<Object> essence(SearchResults results) {
    List<Object> all = new ArrayList<>();
    for (Trial t : results.trials()) {
      all.add(List.of(t.number(), t.settings(), t.rung(), t.epochs(), t.validation(), t.failure()));
    }
    return all;
  }

  @Test
  @DisplayName("D7: a grid tries all combinations and orders them by the validation loss")
  void d7Grid() throws IOException {
    List<Integer> told = new ArrayList<>();
    SearchResults found = rates().onTrial(t -> told.add(t.number())).run();
    assertThat(told).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(found.complete()).isTrue();
    assertThat(found.trials())
        .extracting(t -> t.score("loss").orElseThrow())
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(found.trials())
        .extracting(Trial::settings)
        .contains(Map.of("optimizer.adam", "0.1", "network[0].linear", "8"));
    // A rate that hardly learns in three epochs cannot be among the best.
    assertThat(found.trials().subList(4, 6))
        .extracting(t -> t.settings().get("optimizer.adam"))
        .containsOnly("0.0001");
    SearchResults accurate = rates().by("accuracy").run();
    assertThat(accurate.best().orElseThrow().score("accuracy").orElseThrow())
        .isEqualTo(
            found.trials().stream()
                .mapToDouble(t -> t.score("accuracy").orElseThrow())
                .max()
                .orElseThrow());
    assertThat(found.toCsv().lines().findFirst().orElseThrow())
        .isEqualTo(
            "rank,trial,optimizer.adam,network[0].linear,epochs,loss,accuracy,precision,recall,f1,"
                + "seconds,failure");
    assertThat(found.toCsv()).hasLineCount(7);
  }

  @Test
  @DisplayName("D7: random draws depend on the seed only")
  void d7Random() throws IOException {
    SearchResults first = drawn(7);
    assertThat(first.trials()).hasSize(4);
    assertThat(essence(drawn(7))).isEqualTo(essence(first));
    assertThat(essence(drawn(8))).isNotEqualTo(essence(first));
    // There are only two different combinations.
    assertThat(Search.of(irises()).over("training.batch=8,16").random(5).run().trials()).hasSize(2);
  }

  private static SearchResults drawn(long seed) throws IOException {
    Spec spec = irises().with("training.epochs=1");
    return Search.of(spec).over("optimizer.adam=1e-3..1e-1 log").random(4).seed(seed).run();
  }

  @Test
  @DisplayName("D7: successive halving gives the best more epochs")
  void d7Halving() throws IOException {
    Spec spec = irises().with("training.epochs=12");
    SearchResults found =
        Search.of(spec)
            .over("optimizer.adam=1e-4..1e-1 log")
            .over("network.1=tanh,relu")
            .halving(8, 2)
            .run();
    List<Trial> inOrder = new ArrayList<>(found.trials());
    inOrder.sort(java.util.Comparator.comparingInt(Trial::number));
    assertThat(inOrder).hasSize(8 + 4 + 2 + 1);
    assertThat(inOrder)
        .extracting(Trial::epochs)
        .containsExactly(2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 6, 6, 12);
    assertThat(found.best().orElseThrow().number()).isEqualTo(15);
    List<Map<String, String>> bestOfFirst =
        inOrder.subList(0, 8).stream()
            .sorted(SearchResults.order("loss"))
            .limit(4)
            .map(Trial::settings)
            .toList();
    assertThat(inOrder.subList(8, 12)).extracting(Trial::settings).isEqualTo(bestOfFirst);
  }

  @Test
  @DisplayName("D7: a search that was stopped goes on, and finds what one in one piece finds")
  void d7Resume() throws IOException {
    SearchResults whole = rates().run();
    int[] steps = {0};
    Callback stopsWithinTheThird =
        new Callback() {
          private int trained;

          @Override
          public void onEpoch(jacobi.train.Epoch epoch) {
            trained++;
          }

          @Override
          public boolean stop() {
            steps[0]++;
            return trained == 7;
          }
        };
    SearchResults stopped = rates().folder(folder).callback(stopsWithinTheThird).run();
    assertThat(stopped.complete()).isFalse();
    assertThat(stopped.trials()).hasSize(2);
    assertThat(folder.resolve("results.csv")).content().hasLineCount(3);
    // As a kill leaves it: a third trial that has begun.
    Files.createDirectories(folder.resolve("trials/0003/model"));
    Path first = folder.resolve("trials/0001/model/weights.safetensors");
    FileTime written = Files.getLastModifiedTime(first);
    int[] trained = {0};
    Callback counts =
        new Callback() {
          @Override
          public void onEpoch(jacobi.train.Epoch epoch) {
            trained[0]++;
          }
        };
    SearchResults resumed = rates().folder(folder).callback(counts).run();
    assertThat(trained[0]).isEqualTo(4 * 3);
    assertThat(Files.getLastModifiedTime(first)).isEqualTo(written);
    assertThat(essence(resumed)).isEqualTo(essence(whole));
    assertThat(essence(rates().folder(folder).run())).isEqualTo(essence(whole));
    assertThat(trained[0]).isEqualTo(4 * 3);
  }

  @Test
  void trialsAreModels() throws IOException {
    SearchResults found = rates().folder(folder).run();
    Trial best = found.best().orElseThrow();
    SavedModel model =
        SavedModel.load(folder.resolve("trials/000" + best.number()).resolve("model"));
    assertThat(model.evaluate(model.job().loadRaw(java.util.Optional.empty()).validation()).toMap())
        .isEqualTo(best.validation().orElseThrow().toMap());
  }

  @Test
  void trialsThatDivergeAreLast() throws IOException {
    SearchResults found =
        Search.of(irises().with("optimizer=sgd")).over("optimizer.sgd=0.01,1e39").run();
    assertThat(found.trials().get(1).failure()).contains("stopped being finite");
    assertThat(found.trials().get(1).validation()).isEmpty();
    assertThat(found.best().orElseThrow().settings()).containsEntry("optimizer.sgd", "0.01");
  }

  @Test
  void mistakesAreFoundBeforeAnythingIsTrained() throws IOException {
    Callback never =
        new Callback() {
          @Override
          public boolean stop() {
            throw new IllegalStateException("something was trained");
          }
        };
    fails(rates().over("trainin.epochs=1,2").callback(never), "unknown key 'trainin'");
    fails(rates().over("training.batch=8,many").callback(never), "training.batch: is 'many'");
    fails(rates().over("network.9=relu").callback(never), "--over network.9=relu: '9' is no");
    fails(rates().over("network.2.linear=3,4").callback(never), "need 3 outputs");
    fails(rates().over("network.0.linear=3").callback(never), "searched over twice");
    fails(Search.of(irises()), "nothing to search over");
    fails(
        Search.of(Spec.find("xor")).over("training.batch=1,2"),
        "there is no validation part to choose by");
    fails(
        Search.of(irises()).over("training.epochs=1,2").halving(3, 2),
        "successive halving decides the epochs");
    fails(rates().by("f2"), "'f2' is not measured; there is loss, accuracy, precision");
    rates().folder(folder).run();
    fails(rates().over("training.batch=8,16").folder(folder), "trials of another search (over");
    Path file = Files.writeString(folder.resolve("file"), "");
    fails(rates().folder(file), "is a file, expected a folder");
  }

  private static void fails(Search search, String message) {
    assertThatThrownBy(search::run)
        .isInstanceOf(jacobi.graph.JacobiException.class)
        .hasMessageContaining(message);
  }
}
