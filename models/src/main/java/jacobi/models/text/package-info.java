/**
 * Models of text: {@link jacobi.models.text.KneserNey} n-grams, the baseline of language models.
 */
package jacobi.models.text;
