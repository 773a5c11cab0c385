package jacobi.train;

import java.util.Optional;

/**
 * One pass over the training part.
 *
 * @param number from 1
 * @param train mean loss of the steps as they were made
 * @param validation scores after the epoch, if there is a validation part
 * @param seconds how long it took, validation included
 * @param learningRate of the last step
 */
public record Epoch(
    int number, Scores train, Optional<Scores> validation, double seconds, double learningRate) {}
