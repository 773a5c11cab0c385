/**
 * Training: {@link jacobi.train.Trainer} fits a network to a split of data, and gives a {@link
 * jacobi.train.Fit}, which evaluates, predicts and saves.
 */
package jacobi.train;
