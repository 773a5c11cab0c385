package jacobi.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One pass over the training part.
 *
 * @param number from 1
 * @param train mean loss and metrics of the steps as they were made
 * @param validation scores after the epoch, if there is a validation part
 * @param seconds how long it took, validation included
 * @param learningRate of the last step
 * @param gradientNorms by layer, the path of what holds parameters: the Euclidean norm of the
 *     loss's gradient, before any clipping, as the root of its mean square over the epoch's first
 *     step and every 16th after it
 */
public record Epoch(
    int number,
    Scores train,
    Optional<Scores> validation,
    double seconds,
    double learningRate,
    Map<String, Double> gradientNorms) {
  public Epoch {
    gradientNorms = Collections.unmodifiableMap(new LinkedHashMap<>(gradientNorms));
  }
}
