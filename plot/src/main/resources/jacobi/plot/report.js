"use strict";
(() => {
  const charts = JSON.parse(document.getElementById("data").textContent).charts;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const shown = [];

  const colour = (i, n) =>
    n <= 2
      ? (dark.matches ? ["#58a6ff", "#f0883e"] : ["#0969da", "#bc4c00"])[i]
      : `hsl(${Math.round((i * 360) / n)} 70% ${dark.matches ? 65 : 42}%)`;

  const digits = (v) => (v == null ? "–" : Number(v.toPrecision(5)).toString());

  // Powers of ten only: the others would lie on top of each other.
  const decades = (u, ticks) =>
    ticks.map((v) => (Math.abs(Math.log10(v) - Math.round(Math.log10(v))) < 1e-9 ? v.toExponential(0) : null));

  function draw(chart) {
    const place = document.getElementById(chart.id);
    const style = getComputedStyle(document.documentElement);
    const text = style.getPropertyValue("--text").trim();
    const rule = style.getPropertyValue("--rule").trim();
    const axis = { stroke: text, grid: { stroke: rule, width: 1 }, ticks: { stroke: rule, width: 1 } };
    const positive = (v) => (chart.log && !(v > 0) ? null : v);
    const values = chart.lines.map((line) => line.values.map(positive));
    const log = chart.log && values.some((line) => line.some((v) => v != null));
    const options = {
      width: place.clientWidth,
      height: 220,
      scales: { x: { time: false }, y: log ? { distr: 3 } : {} },
      axes: [
        { ...axis, values: (u, ticks) => ticks.map((v) => (Number.isInteger(v) ? v : null)) },
        { ...axis, size: 70, values: log ? decades : (u, ticks) => ticks.map((v) => Number(v.toPrecision(6)).toString()) },
      ],
      series: [
        { label: "epoch" },
        ...chart.lines.map((line, i) => ({
          label: line.name,
          stroke: colour(i, chart.lines.length),
          width: 2,
          dash: line.name === "validation" ? [8, 4] : undefined,
          value: (u, v) => digits(v),
        })),
      ],
    };
    shown.push({ place, plot: new uPlot(options, [chart.x, ...values], place) });
  }

  function drawAll() {
    shown.splice(0).forEach((s) => s.plot.destroy());
    charts.forEach(draw);
  }

  drawAll();
  dark.addEventListener("change", drawAll);
  window.addEventListener("resize", () =>
    shown.forEach((s) => s.plot.setSize({ width: s.place.clientWidth, height: 220 })));
})();
