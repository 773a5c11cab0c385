package examples;

import static jacobi.nn.Activation.relu;
import static jacobi.nn.loss.Losses.crossEntropy;

import jacobi.data.Embedded;
import jacobi.nn.Dropout;
import jacobi.nn.Linear;
import jacobi.nn.Sequential;
import jacobi.nn.optim.Adam;
import jacobi.train.Scores;
import jacobi.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;

/** Classifies irises: data, network, training, evaluation, saving. */
public final class Irises {
  private Irises() {}

  /** Trains, saves to a folder and returns the test scores. */
  public static Scores run(Path folder) throws IOException {
    // readme
    var data = Embedded.iris().standardize().split(.7, .15, .15, 1);
    var net = Sequential.of(Linear.of(4, 16), relu(), Dropout.of(.1), Linear.of(16, 3));
    var fit = Trainer.of(net, crossEntropy(), Adam.of(1e-2)).epochs(100).patience(10).fit(data);
    System.out.println(fit.evaluate(data.test()));
    fit.save(folder);
    // end
    return fit.evaluate(data.test());
  }
}
