/**
 * Networks described by specifications: the data, the layers, the loss, the optimiser and how to
 * train, as YAML. {@link jacobi.models.Spec} is one; {@link jacobi.models.SavedModel} is one that
 * was trained.
 */
package jacobi.models;
