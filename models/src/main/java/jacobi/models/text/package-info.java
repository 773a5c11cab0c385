/**
 * Models of text: {@link jacobi.models.text.LanguageModel} says how likely each token is next,
 * {@link jacobi.models.text.KneserNey} n-grams are the baseline, {@link
 * jacobi.models.text.Generator} draws text.
 */
package jacobi.models.text;
