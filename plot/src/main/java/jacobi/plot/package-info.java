/**
 * Pictures: {@link jacobi.plot.Report} shows a training run as one HTML file; the other classes
 * each draw one kind of {@link jacobi.plot.Picture}, as SVG or PNG with its numbers in a {@link
 * jacobi.plot.Table}.
 */
package jacobi.plot;
